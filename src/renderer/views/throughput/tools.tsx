/** What of a tab is shown: divided by what, in which unit, of which broker and API. */
import { SegmentedControl, Select, Switch } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { type Choice, trafficBys, units } from './choice.ts';
import { apiLabel } from './latency.tsx';
import styles from './throughput.module.css';

const apis = [
  'Produce',
  'FetchConsumer',
  'FetchFollower',
  'Metadata',
  'OffsetCommit',
  'Heartbeat',
  'JoinGroup',
  'FetchQuorum',
];

type ToolsProps = {
  readonly choice: Choice;
  readonly brokerIds: readonly number[];
  readonly isForeign: boolean;
  readonly onChange: (part: Partial<Choice>) => void;
};

export function Tools({ choice, brokerIds, isForeign, onChange }: ToolsProps) {
  const t = useT();
  const known = apis.includes(choice.api) ? apis : [...apis, choice.api];
  return (
    <div className={styles.tools}>
      {choice.tab === 'traffic' && (
        <>
          <SegmentedControl
            size="xs"
            aria-label={t('throughput.by')}
            value={choice.by}
            onChange={(by) => onChange({ by: by as Choice['by'], picks: [] })}
            data={trafficBys.map((by) => ({ value: by, label: t(`throughput.by-${by}`) }))}
          />
          {!isForeign && (
            <SegmentedControl
              size="xs"
              aria-label={t('throughput.unit')}
              value={choice.unit}
              onChange={(unit) => onChange({ unit: unit as Choice['unit'] })}
              data={units.map((unit) => ({ value: unit, label: t(`throughput.${unit}`) }))}
            />
          )}
        </>
      )}
      {choice.tab === 'latency' && (
        <Select
          size="xs"
          w={220}
          aria-label={t('throughput.api')}
          value={choice.api}
          allowDeselect={false}
          comboboxProps={{ shadow: 'none' }}
          onChange={(api) => onChange({ api: api ?? 'Produce' })}
          data={known.map((api) => ({ value: api, label: apiLabel(api, t) }))}
        />
      )}
      {choice.tab !== 'traffic' && (
        <Select
          size="xs"
          w={150}
          aria-label={t('throughput.ofBroker')}
          value={choice.brokerId === null ? 'all' : String(choice.brokerId)}
          allowDeselect={false}
          comboboxProps={{ shadow: 'none' }}
          onChange={(id) => onChange({ brokerId: id === 'all' || id === null ? null : Number(id) })}
          data={[
            { value: 'all', label: t('throughput.allBrokers') },
            ...brokerIds.map((id) => ({ value: String(id), label: t('common.broker', { id }) })),
          ]}
        />
      )}
      <Switch
        size="xs"
        className={styles.right}
        label={t('throughput.asTable')}
        checked={choice.isTable}
        onChange={(event) => onChange({ isTable: event.currentTarget.checked })}
      />
    </div>
  );
}
