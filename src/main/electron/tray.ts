/** The tray: how each cluster is, and its switch, while no window is open. */
import type { MenuItemConstructorOptions } from 'electron';
import type { ClusterEntry, ClustersState } from '../contract/clusters.ts';
import type { Say } from './words.ts';

export type TrayActions = {
  readonly open: () => void;
  readonly start: (id: string) => void;
  readonly stop: (id: string) => void;
  readonly quit: () => void;
};

/** One line for the pointer that rests on it. */
export function trayTooltip(say: Say, { clusters, defaultId }: ClustersState): string {
  const first = clusters[defaultId];
  return first ? `Rivulet: ${nameOf(say, first)}, ${say(`phase-${first.phase}`)}` : 'Rivulet';
}

export function trayTemplate(
  say: Say,
  { clusters }: ClustersState,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const local = Object.entries(clusters).filter(([, { kind }]) => kind === 'local');
  return [
    { label: say('open'), click: actions.open },
    { type: 'separator' },
    ...local.flatMap(([id, entry]): MenuItemConstructorOptions[] => {
      const name = nameOf(say, entry);
      const isUp = entry.phase !== 'stopped';
      return [
        { label: `${name}: ${say(`phase-${entry.phase}`)}`, enabled: false },
        {
          label: say(isUp ? 'stop' : 'start', { name }),
          enabled: entry.phase !== 'starting',
          click: () => (isUp ? actions.stop(id) : actions.start(id)),
        },
      ];
    }),
    { type: 'separator' },
    { label: say('quit'), click: actions.quit },
  ];
}

function nameOf(say: Say, { name }: ClusterEntry): string {
  return name ?? say('unnamed');
}
