/** The palette's commands: plain objects, made from what is there now. */
import type { ClusterState, GroupsState } from '../../main/contract/index.ts';
import type { Translate } from '../i18n/index.ts';
import { toggleDrawer } from '../ui/drawer-store.ts';
import type { IconName } from '../ui/icon.tsx';
import { href, navigate } from '../ui/route.ts';
import { saveSettings } from './preferences.ts';
import { homeView, views } from './views.ts';

export type Command = {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  /** Further words that find it. */
  readonly keywords: string[];
  readonly perform: () => void;
};

export type CommandGroup = { readonly name: string; readonly commands: readonly Command[] };

export function paletteGroups(
  cluster: ClusterState | undefined,
  groups: GroupsState | undefined,
  t: Translate,
): readonly CommandGroup[] {
  return [
    { name: t('frame.views'), commands: viewCommands(t) },
    { name: t('common.topics'), commands: topicCommands(cluster, t) },
    { name: t('common.groups'), commands: groupCommands(groups) },
    { name: t('common.brokers'), commands: brokerCommands(cluster, t) },
    { name: t('frame.actions'), commands: settingCommands(t) },
  ].filter((group) => group.commands.length > 0);
}

function viewCommands(t: Translate): readonly Command[] {
  return [homeView, ...views].map((view) => ({
    id: `view-${view.name}`,
    label: t(`frame.${view.name}`),
    icon: view.icon,
    keywords: [view.name, view.shortcut ?? ''],
    perform: () => navigate(href(view.name)),
  }));
}

function topicCommands(cluster: ClusterState | undefined, t: Translate): readonly Command[] {
  return Object.keys(cluster?.topics ?? {}).flatMap((topic) => [
    {
      id: `topic-${topic}`,
      label: topic,
      icon: 'topic' as const,
      keywords: ['topic', t('common.topic'), t('common.openTopic')],
      perform: () => navigate(href('topics', topic)),
    },
    {
      id: `messages-${topic}`,
      label: `${topic}: ${t('common.openMessages')}`,
      icon: 'message' as const,
      keywords: ['messages', 'read', 'tail'],
      perform: () => navigate(href('messages', topic)),
    },
  ]);
}

function groupCommands(groups: GroupsState | undefined): readonly Command[] {
  return Object.keys(groups?.groups ?? {}).map((groupId) => ({
    id: `group-${groupId}`,
    label: groupId,
    icon: 'group' as const,
    keywords: ['group', 'consumer', 'lag'],
    perform: () => navigate(href('groups', groupId)),
  }));
}

/** What ends a broker is asked about again in the cluster view. */
function brokerCommands(cluster: ClusterState | undefined, t: Translate): readonly Command[] {
  if (cluster?.kind !== 'local') return [];
  return Object.values(cluster.brokers).flatMap(({ id, phase }) => {
    const isUp = phase === 'ready' || phase === 'frozen' || phase === 'starting';
    const acts = isUp ? (['stop', 'restart', 'kill'] as const) : (['start'] as const);
    return acts.map((act) => ({
      id: `broker-${id}-${act}`,
      label: t(`cluster.${act}Broker`, { id }),
      icon: brokerIcons[act],
      keywords: ['broker', act],
      perform: () => navigate(href('cluster', null, { broker: String(id), act })),
    }));
  });
}

const brokerIcons = { start: 'play', stop: 'stop', restart: 'restart', kill: 'bolt' } as const;

function settingCommands(t: Translate): readonly Command[] {
  const themes = [
    ['light', 'sun', t('frame.themeLight')],
    ['dark', 'moon', t('frame.themeDark')],
    ['system', 'system', t('frame.themeSystem')],
  ] as const;
  return [
    {
      id: 'drawer',
      label: t('frame.drawer'),
      icon: 'clock',
      keywords: ['timeline', 'events', 'drawer'],
      perform: toggleDrawer,
    },
    ...themes.map(([theme, icon, label]) => ({
      id: `theme-${theme}`,
      label: `${t('frame.theme')}: ${label}`,
      icon,
      keywords: ['theme', theme],
      perform: () => void saveSettings({ theme }),
    })),
    {
      id: 'language-en',
      label: 'English',
      icon: 'edit',
      keywords: ['language', '언어', '영어'],
      perform: () => void saveSettings({ language: 'en' }),
    },
    {
      id: 'language-ko',
      label: '한국어',
      icon: 'edit',
      keywords: ['language', 'korean', '언어'],
      perform: () => void saveSettings({ language: 'ko' }),
    },
  ];
}
