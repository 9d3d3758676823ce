/** Ctrl K: everything that has a name, and everything that can be done from anywhere. */
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useMemo } from 'react';
import { useLive } from '../client/live.ts';
import { useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { paletteGroups } from './palette-model.ts';

export function Palette() {
  const t = useT();
  const cluster = useLive('cluster', {}).value;
  const groups = useLive('groups', {}).value;
  const actions = useMemo<SpotlightActionGroupData[]>(
    () =>
      paletteGroups(cluster, groups, t).map(({ name, commands }) => ({
        group: name,
        actions: commands.map((command) => ({
          id: command.id,
          label: command.label,
          keywords: command.keywords,
          leftSection: <Icon name={command.icon} />,
          onClick: command.perform,
        })),
      })),
    [cluster, groups, t],
  );
  return (
    <Spotlight
      actions={actions}
      tagsToIgnore={[]}
      shortcut="mod + K"
      nothingFound={t('frame.paletteEmpty')}
      highlightQuery
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      shadow="none"
      scrollable
      attributes={{ content: { 'aria-label': t('frame.palette') } }}
      maxHeight={420}
      limit={30}
      searchProps={{
        leftSection: <Icon name="search" />,
        placeholder: t('frame.palette'),
        'aria-label': t('frame.palette'),
      }}
    />
  );
}
