import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  describeScenario,
  findScenario,
  libraryDir,
  listScenarios,
} from '../../../src/main/scenarios/library.ts';
import {
  addScenario,
  ownScenariosDir,
  removeScenario,
} from '../../../src/main/scenarios/own-files.ts';
import { temporaryDir } from '../temporary-dir.ts';

const shop = join(libraryDir, 'e-commerce.rivulet.yaml');
let dataDir: string;
let file: string;
const dirs = () => [ownScenariosDir(dataDir), libraryDir];
const names = () => listScenarios(dirs()).map(({ name }) => name);
const write = (name: string, title: string) =>
  writeFileSync(
    file,
    readFileSync(shop, 'utf8')
      .replace('name: e-commerce', `name: ${name}`)
      .replace('en: Online shop', `en: ${title}`),
  );

beforeEach(() => {
  dataDir = temporaryDir();
  file = join(dataDir, 'mine.rivulet.yaml');
});

describe('a scenario file that is added', () => {
  it('is listed before the library, and stays when the file goes', () => {
    write('mine', 'My shop');
    expect(addScenario(dataDir, file)).toBe('mine');
    rmSync(file);
    expect(names()).toEqual(['mine', ...listScenarios().map(({ name }) => name)]);
    expect(describeScenario(findScenario('mine', dirs()))).toMatchObject({
      title: { en: 'My shop' },
      isOwn: true,
    });
  });

  it('takes the place of an earlier one, and of one of the library until it is removed', () => {
    write('e-commerce', 'First');
    addScenario(dataDir, file);
    write('e-commerce', 'Second');
    addScenario(dataDir, file);
    expect(names().toSorted()).toEqual(listScenarios().map(({ name }) => name));
    expect(describeScenario(findScenario('e-commerce', dirs())).title.en).toBe('Second');
    removeScenario(dataDir, 'e-commerce');
    const again = describeScenario(findScenario('e-commerce', dirs()));
    expect(again).toMatchObject({ title: { en: 'Online shop' }, isOwn: false });
    expect(() => removeScenario(dataDir, 'e-commerce')).toThrow(
      expect.objectContaining({ code: 'scenario-not-found' }),
    );
  });

  it('is read by the name that earlier versions gave it, until it is saved again', () => {
    write('old-shop', 'Old');
    const dir = ownScenariosDir(dataDir);
    mkdirSync(dir, { recursive: true });
    copyFileSync(file, join(dir, 'old-shop.yaml'));
    expect(names()).toContain('old-shop');
    expect(findScenario('old-shop', dirs()).file).toBe(join(dir, 'old-shop.yaml'));
    addScenario(dataDir, file);
    expect(readdirSync(dir)).toEqual(['old-shop.rivulet.yaml']);
    removeScenario(dataDir, 'old-shop');
    expect(names()).not.toContain('old-shop');
  });

  it('is not copied when it is none', () => {
    writeFileSync(file, 'name: [');
    expect(() => addScenario(dataDir, file)).toThrow(
      expect.objectContaining({ code: 'scenario-invalid' }),
    );
    copyFileSync(shop, file);
    for (const path of [join(dataDir, 'nothing.yaml'), 'mine.rivulet.yaml']) {
      expect(() => addScenario(dataDir, path)).toThrow(
        expect.objectContaining({ code: 'scenario-not-found' }),
      );
    }
    expect(names()).toEqual(listScenarios().map(({ name }) => name));
  });

  it.each(['../secret', 'a/b', ''])('is not removed by the name %j', (name) => {
    expect(() => removeScenario(dataDir, name)).toThrow(
      expect.objectContaining({ code: 'scenario-not-found' }),
    );
  });
});
