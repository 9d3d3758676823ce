import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scenarioExportFormats } from '../../../src/main/contract/scenario-exports.ts';
import { scenarioExportHandlers } from '../../../src/main/scenarios/export-handlers.ts';
import { exportedFiles } from '../../../src/main/scenarios/exports.ts';
import { findScenario, libraryDir } from '../../../src/main/scenarios/library.ts';
import { stripTypes } from '../../../src/main/scenarios/strip-types.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import { everything } from './everything.ts';
import { temporaryDir } from '../temporary-dir.ts';

const library = readdirSync(libraryDir)
  .filter((file) => file.endsWith('.rivulet.yaml'))
  .map((file) => file.replace('.rivulet.yaml', ''));
const shop = findScenario('e-commerce');

const all = loadScenario(everything, 'everything');

/** Where a Python is on the machine, its own compiler reads the code. */
function hasPython(): boolean {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('starter projects', () => {
  it.each([...library, 'everything'])('%s: the TypeScript is TypeScript', (name) => {
    const definition = name === 'everything' ? all : findScenario(name).definition;
    const files = exportedFiles(definition, 'typescript').filter(({ path }) =>
      path.endsWith('.ts'),
    );
    expect(files.length).toBeGreaterThan(definition.services.length);
    for (const { text } of files) expect(() => stripTypes(text)).not.toThrow();
  });

  it('has every file of its kit, and none that a tool left behind', () => {
    const paths = exportedFiles(shop.definition, 'kotlin').map(({ path }) => path);
    expect(paths).toContain('pom.xml');
    expect(paths).toContain('src/main/kotlin/starter/kit/Blocks.kt');
    expect(paths).toContain('src/main/kotlin/starter/services/PaymentService.kt');
    expect(paths.filter((path) => /node_modules|__pycache__|target\//.test(path))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it.skipIf(!hasPython())('the Python compiles, whatever the drawing has', () => {
    const folder = temporaryDir();
    for (const name of [...library, 'everything']) {
      const definition = name === 'everything' ? all : findScenario(name).definition;
      for (const { path, text } of exportedFiles(definition, 'python')) {
        const file = join(folder, name, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
    const out = execFileSync('python3', ['-m', 'compileall', '-q', folder], { encoding: 'utf8' });
    expect(out).toBe('');
  });

  it('say what they leave out, in the code and in the README', () => {
    const texts = (format: 'typescript' | 'python' | 'kotlin') =>
      exportedFiles(all, format).filter(({ path }) => /README|new_?\.|NewService/.test(path));
    const wanted = [
      'Exactly-once',
      'data capture',
      'Snapshots',
      'kind: left',
      'session windows',
      'curve',
      'outbox',
    ];
    for (const format of ['typescript', 'python', 'kotlin'] as const) {
      const files = texts(format).filter(({ path }) => !path.includes('functions'));
      expect(files.length).toBeGreaterThanOrEqual(2);
      const missing = files.flatMap(({ path, text }) =>
        wanted.filter((word) => !text.includes(word)).map((word) => `${path}: ${word}`),
      );
      expect(missing).toEqual([]);
    }
    const [python] = exportedFiles(all, 'python').filter(({ path }) => path === 'services/new.py');
    expect(python?.text).toContain('blocks.not_expressed("the TypeScript function double")');
  });
});

describe('scenarios.export', () => {
  const open = () =>
    scenarioExportHandlers({
      exportsDir: temporaryDir(),
      sourceOf: (name) => findScenario(name).source,
      link: null as never,
      producers: () => null,
    });

  const singles = scenarioExportFormats.filter((format) =>
    ['asyncapi', 'mermaid', 'topics', 'terraform'].includes(format),
  );

  it.each(singles)('hands out %s as one file', async (format) => {
    const exported = await open()['scenarios.export']({ name: 'e-commerce', format });
    expect(readFileSync(exported.path, 'utf8')).toBe(exported.text);
    expect(exported.files).toEqual([exported.file]);
  });

  it.each(scenarioExportFormats.filter((format) => !singles.includes(format)))(
    'hands out %s as a zip of one folder',
    async (format) => {
      const exported = await open()['scenarios.export']({ name: 'e-commerce', format });
      const entries = unzipSync(readFileSync(exported.path));
      expect(exported.text).toBeNull();
      expect(Object.keys(entries)).toEqual(
        exported.files.map((path) => `e-commerce-${format}/${path}`),
      );
      const script = entries[`e-commerce-${format}/create-topics.sh`];
      expect(strFromU8(script ?? new Uint8Array())).toContain('--topic orders.dlq');
    },
  );

  it('takes a text that nobody kept, and refuses one that is wrong', async () => {
    const handlers = open();
    const source = shop.source.replace('name: e-commerce', 'name: mine');
    const exported = await handlers['scenarios.export']({ source, format: 'mermaid' });
    expect(exported.file).toBe('mine.mmd');
    expect(() => handlers['scenarios.export']({ source: 'x: 1', format: 'mermaid' })).toThrow(
      expect.objectContaining({ code: 'scenario-invalid' }),
    );
  });
});
