/** What of the settings can be reached from the palette. */
import type { Translate } from '../i18n/index.ts';
import type { Command } from '../ui/commands.ts';
import type { IconName } from '../ui/icon.tsx';
import { href, navigate } from '../ui/route.ts';

const sections = [
  ['general', 'settings', ['language', 'theme', 'notifications']],
  ['local', 'broker', ['port', 'folder', 'restart']],
  ['lan', 'link', ['network', 'remote', 'password', 'login']],
  ['history', 'clock', ['retention', 'history']],
  ['reset', 'reset', ['reset', 'factory', 'delete']],
  ['about', 'info', ['version', 'licence', 'license']],
] as const satisfies readonly (readonly [string, IconName, readonly string[]])[];

export function settingsCommands(t: Translate): readonly Command[] {
  const group = t('settings.title');
  const link = (
    id: string,
    label: string,
    icon: IconName,
    to: string,
    keywords: readonly string[],
  ): Command => ({ id, label, group, icon, keywords, href: to, perform: () => navigate(to) });
  const clusters = (act: string) => href('settings', 'clusters', { act });
  return [
    link('clusters', t('settings.manage'), 'cluster', href('settings', 'clusters'), ['cluster']),
    link('cluster-create', t('settings.create'), 'plus', clusters('create'), ['cluster', 'new']),
    link('cluster-connect', t('settings.connect'), 'link', clusters('connect'), [
      'connection',
      'foreign',
      'remote',
    ]),
    link('cluster-import', t('settings.import'), 'upload', clusters('import'), ['cluster', 'file']),
    ...sections.map(([name, icon, keywords]) =>
      link(
        `settings-${name}`,
        `${group}: ${t(`settings.${name}`)}`,
        icon,
        href('settings', name),
        keywords,
      ),
    ),
  ];
}
