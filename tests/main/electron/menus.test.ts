import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { ClusterEntry } from '../../../src/main/contract/clusters.ts';
import { menuTemplate } from '../../../src/main/electron/menu.ts';
import { trayTemplate, trayTooltip } from '../../../src/main/electron/tray.ts';
import { languageOf, wordsIn } from '../../../src/main/electron/words.ts';

type Items = readonly MenuItemConstructorOptions[];

const flat = (items: Items): Items =>
  items.flatMap((item) => [item, ...flat((item.submenu ?? []) as Items)]);
const click = (items: Items, label: string) => {
  const item = flat(items).find((each) => each.label === label);
  (item?.click as (() => void) | undefined)?.();
  return item;
};

describe.each(['en', 'ko'] as const)('the menu (%s)', (language) => {
  const say = wordsIn(language);
  const done: string[] = [];
  const actions = {
    show: (route: string) => done.push(route),
    newWindow: () => done.push('window'),
    importScenario: () => done.push('import'),
    quit: () => done.push('quit'),
  };

  it.each(['darwin', 'linux', 'win32'] as const)('has no key twice on %s', (platform) => {
    const items = flat(menuTemplate(say, platform, actions));
    const keys = items.flatMap(({ accelerator }) => (accelerator ? [accelerator] : []));
    expect(new Set(keys).size).toBe(keys.length);
    expect(items.filter(({ label, role, type }) => !label && !role && !type)).toEqual([]);
    expect(items.filter(({ label }) => label === say('settings'))).toHaveLength(1);
    expect(items.filter(({ label }) => label === say('quit'))).toHaveLength(1);
  });

  it('leads to every view', () => {
    done.length = 0;
    const items = menuTemplate(say, 'linux', actions);
    for (const word of ['cluster', 'messages', 'doctor', 'settings', 'about'] as const) {
      click(items, say(word));
    }
    click(items, say('importScenario'));
    expect(done).toEqual([
      '#/cluster',
      '#/messages',
      '#/doctor',
      '#/settings',
      '#/settings/about',
      'import',
    ]);
  });
});

describe('the tray', () => {
  const say = wordsIn('en');
  const local = (name: string | null, phase: ClusterEntry['phase']): ClusterEntry => ({
    kind: 'local',
    name,
    phase,
    bootstrap: '',
    brokerCount: 1,
    isDefault: name === null,
    createdAtMs: 0,
    dir: '/x',
    sizeBytes: null,
  });
  const state = {
    defaultId: 'default',
    clusters: { default: local(null, 'ready'), b: local('Shop', 'stopped') },
  };

  it('says how the first cluster is', () => {
    expect(trayTooltip(say, state)).toBe('Rivulet: My cluster, running');
    expect(trayTooltip(say, { ...state, clusters: {} })).toBe('Rivulet');
  });

  it('starts what is down and stops what is up', () => {
    const done: string[] = [];
    const items = trayTemplate(say, state, {
      open: () => done.push('open'),
      start: (id) => done.push(`start ${id}`),
      stop: (id) => done.push(`stop ${id}`),
      quit: () => done.push('quit'),
    });
    for (const label of ['Stop My cluster', 'Start Shop', 'Open Rivulet']) click(items, label);
    expect(done).toEqual(['stop default', 'start b', 'open']);
  });
});

describe('the language outside of the page', () => {
  it('is the chosen one, else the system’s', () => {
    expect(languageOf('ko', 'en-US')).toBe('ko');
    expect(languageOf('system', 'ko-KR')).toBe('ko');
    expect(languageOf('system', 'de')).toBe('en');
  });
});
