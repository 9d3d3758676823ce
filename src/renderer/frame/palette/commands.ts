/** The frame's own commands: every place, every object that has a name, what is everywhere. */
import type { ClusterState, GroupsState } from '../../../main/contract/index.ts';
import type { Translate } from '../../i18n/index.ts';
import type { Command } from '../../ui/commands.ts';
import { copyText } from '../../ui/copy-text.ts';
import { toggleDrawer } from '../../ui/drawer-store.ts';
import type { IconName } from '../../ui/icon.tsx';
import { linkTo } from '../../ui/link-to.ts';
import { isPresenting, setPresenting } from '../../ui/presentation.ts';
import { href, navigate } from '../../ui/route.ts';
import { places } from '../places.ts';
import { saveSettings } from '../preferences.ts';
import { openShortcutsHelp } from '../shortcuts-help.tsx';
import { toggleSplit } from '../use-frame-keys.ts';
import { views } from '../views.ts';

export function viewCommands(t: Translate): readonly Command[] {
  const known = places.filter(({ name }) => views.some((view) => view.name === name));
  const open = known.map((place) =>
    link(`view-${place.name}`, t(`frame.${place.name}`), href(place.name), {
      group: t('frame.views'),
      icon: place.icon,
      keywords: [place.name],
      keys: `g ${place.letter}`,
    }),
  );
  return [...open, ...views.flatMap((view) => view.commands?.(t) ?? [])];
}

export function topicCommands(topics: readonly string[], t: Translate): readonly Command[] {
  const group = t('common.topic');
  return topics.flatMap((topic) => [
    link(`topic-${topic}`, topic, href('topics', topic), {
      group,
      icon: 'topic',
      keywords: ['topic'],
    }),
    link(`messages-${topic}`, `${topic}: ${t('common.openMessages')}`, href('messages', topic), {
      group: t('frame.messages'),
      icon: 'message',
      keywords: ['messages', 'read', 'tail'],
    }),
  ]);
}

export function groupCommands(groups: GroupsState | undefined, t: Translate): readonly Command[] {
  return Object.keys(groups?.groups ?? {}).map((groupId) =>
    link(`group-${groupId}`, groupId, href('groups', groupId), {
      group: t('common.group'),
      icon: 'group',
      keywords: ['group', 'consumer', 'lag'],
    }),
  );
}

/** What ends a broker is asked about again in the cluster view. */
export function brokerCommands(
  cluster: ClusterState | undefined,
  t: Translate,
): readonly Command[] {
  if (cluster?.kind !== 'local') return [];
  return Object.values(cluster.brokers).flatMap(({ id, phase }) => {
    const isUp = phase === 'ready' || phase === 'frozen' || phase === 'starting';
    const acts = isUp ? (['stop', 'restart', 'kill'] as const) : (['start'] as const);
    return acts.map((act) =>
      link(
        `broker-${id}-${act}`,
        t(`cluster.${act}Broker`, { id }),
        href('cluster', null, { broker: String(id), act }),
        { group: t('common.brokers'), icon: brokerIcons[act], keywords: ['broker', act] },
      ),
    );
  });
}

const brokerIcons = { start: 'play', stop: 'stop', restart: 'restart', kill: 'bolt' } as const;

export function frameCommands(t: Translate): readonly Command[] {
  const group = t('frame.actions');
  const settings = t('frame.settings');
  const themes = [
    ['light', 'sun', t('frame.themeLight')],
    ['dark', 'moon', t('frame.themeDark')],
    ['system', 'system', t('frame.themeSystem')],
  ] as const;
  const act = (
    id: string,
    label: string,
    icon: IconName,
    perform: () => unknown,
    more: Partial<Command> = {},
  ): Command => ({ id, label, group, icon, perform, ...more });
  return [
    act('copy-link', t('common.copyLink'), 'link', () => copyText(linkTo(window.location.hash)), {
      keywords: ['url', 'share', 'address'],
    }),
    act('drawer', t('frame.drawer'), 'clock', toggleDrawer, {
      keywords: ['timeline', 'events', 'drawer'],
      keys: 'mod+j',
    }),
    act('split', t('frame.split'), 'split', toggleSplit, {
      keywords: ['split', 'beside', 'pane'],
      keys: 'mod+\\',
    }),
    act('present', t('frame.present'), 'present', () => setPresenting(!isPresenting()), {
      keywords: ['presentation', 'projector', 'large', 'zoom'],
      keys: 'shift+p',
    }),
    act('shortcuts', t('frame.shortcuts'), 'keyboard', openShortcutsHelp, {
      keywords: ['keys', 'help'],
      keys: '?',
    }),
    ...themes.map(([theme, icon, label]) =>
      act(`theme-${theme}`, `${t('frame.theme')}: ${label}`, icon, () => saveSettings({ theme }), {
        group: settings,
        keywords: ['theme', theme],
      }),
    ),
    act('language-en', 'English', 'edit', () => saveSettings({ language: 'en' }), {
      group: settings,
      keywords: ['language', '언어', '영어'],
    }),
    act('language-ko', '한국어', 'edit', () => saveSettings({ language: 'ko' }), {
      group: settings,
      keywords: ['language', 'korean', '언어'],
    }),
  ];
}

function link(id: string, label: string, to: string, more: Partial<Command>): Command {
  return { id, label, href: to, perform: () => navigate(to), ...more };
}
