/** How closely to look, what colours mean, what is looked for. */
import { ActionIcon, SegmentedControl, Select, Switch, TextInput, Tooltip } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './cluster.module.css';
import { Legend } from './legend.tsx';
import { type Level, parseLevel } from './level.ts';

export type Heat = 'state' | 'traffic' | 'size';

export const zoomMax = 4;

export function MapTools(props: {
  readonly level: Level;
  readonly onLevel: (level: Level) => void;
  readonly heat: Heat;
  readonly onHeat: (heat: Heat) => void;
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  readonly find: string;
  readonly onFind: (text: string) => void;
  readonly isInternalShown: boolean;
  readonly onInternal: (isShown: boolean) => void;
}) {
  const t = useT();
  const { level, zoom } = props;
  return (
    <div className={styles.tools}>
      <SegmentedControl
        size="xs"
        aria-label={t('cluster.level')}
        value={level}
        onChange={(value) => props.onLevel(parseLevel(value) ?? 'rows')}
        data={[
          { value: 'rows', label: t('cluster.levelRows') },
          { value: 'cells', label: t('cluster.levelCells') },
          { value: 'topics', label: t('cluster.levelTopics') },
        ]}
      />
      {level === 'topics' && (
        <Select
          size="xs"
          w={150}
          aria-label={t('cluster.heat')}
          value={props.heat}
          allowDeselect={false}
          onChange={(value) => props.onHeat((value ?? 'state') as Heat)}
          data={(['state', 'traffic', 'size'] as const).map((value) => ({
            value,
            label: t(`cluster.heat-${value}`),
          }))}
        />
      )}
      {level !== 'rows' && (
        <span className={styles.zoom}>
          <Zoom
            label={t('cluster.zoomOut')}
            icon="minus"
            isOff={zoom <= 1}
            onClick={() => props.onZoom(zoom / 2)}
          />
          <Zoom
            label={t('cluster.zoomIn')}
            icon="plus"
            isOff={zoom >= zoomMax}
            onClick={() => props.onZoom(zoom * 2)}
          />
        </span>
      )}
      <Legend />
      <TextInput
        size="xs"
        className={styles.find}
        value={props.find}
        onChange={(event) => props.onFind(event.currentTarget.value)}
        placeholder={t(level === 'rows' ? 'cluster.filter' : 'cluster.highlight')}
        aria-label={t(level === 'rows' ? 'cluster.filter' : 'cluster.highlight')}
        leftSection={<Icon name="search" size={14} />}
      />
      <Switch
        size="xs"
        checked={props.isInternalShown}
        onChange={(event) => props.onInternal(event.currentTarget.checked)}
        label={t('common.showInternal')}
      />
    </div>
  );
}

function Zoom(props: {
  readonly label: string;
  readonly icon: 'plus' | 'minus';
  readonly isOff: boolean;
  readonly onClick: () => void;
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant="default"
        size={28}
        aria-label={props.label}
        disabled={props.isOff}
        onClick={props.onClick}
      >
        <Icon name={props.icon} size={14} />
      </ActionIcon>
    </Tooltip>
  );
}
