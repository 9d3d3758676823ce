/** The application menu: roles where the system has them, the views with their keys. */
import type { MenuItemConstructorOptions } from 'electron';
import type { Say, Word } from './words.ts';

export type MenuActions = {
  readonly show: (route: string) => void;
  readonly newWindow: () => void;
  readonly importScenario: () => void;
  readonly quit: () => void;
};

/** As in the page: the digit opens the view, here with the system's modifier. */
const places: readonly (readonly [Word, string | null])[] = [
  ['home', null],
  ['cluster', '1'],
  ['topics', '2'],
  ['messages', '3'],
  ['producers', '4'],
  ['groups', '5'],
  ['throughput', '6'],
  ['brokers', '7'],
  ['scenarios', '8'],
  ['terminal', '9'],
  ['doctor', '0'],
];

export function menuTemplate(
  say: Say,
  platform: NodeJS.Platform,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: say('settings'),
    accelerator: 'CommandOrControl+,',
    click: () => actions.show('#/settings'),
  };
  const about: MenuItemConstructorOptions = {
    label: say('about'),
    click: () => actions.show('#/settings/about'),
  };
  const quit: MenuItemConstructorOptions = {
    label: say('quit'),
    accelerator: 'CommandOrControl+Q',
    click: actions.quit,
  };
  return [
    ...(isMac ? [appMenu(about, settings, quit)] : []),
    {
      label: say('file'),
      submenu: [
        { label: say('newWindow'), accelerator: 'CommandOrControl+N', click: actions.newWindow },
        { label: say('importScenario'), click: actions.importScenario },
        { type: 'separator' },
        ...(isMac ? [] : [settings, { type: 'separator' } as const]),
        { role: 'close' },
        ...(isMac ? [] : [quit]),
      ],
    },
    { role: 'editMenu' },
    {
      label: say('go'),
      submenu: places.map(([name, digit]) => ({
        label: say(name),
        ...(digit !== null && { accelerator: `CommandOrControl+${digit}` }),
        click: () => actions.show(`#/${name}`),
      })),
    },
    {
      label: say('view'),
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', label: say('help'), submenu: isMac ? [] : [about] },
  ];
}

function appMenu(
  about: MenuItemConstructorOptions,
  settings: MenuItemConstructorOptions,
  quit: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    label: 'Rivulet',
    submenu: [
      about,
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      quit,
    ],
  };
}
