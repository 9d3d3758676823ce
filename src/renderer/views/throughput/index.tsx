/** Bytes and records in and out, live and back in time. */
import { Button, SegmentedControl } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, navigate, useRoute } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import {
  type By,
  type Choice,
  choiceQuery,
  parseChoice,
  rangeMs,
  type RangeName,
  rangeNames,
  type Unit,
} from './model.ts';
import { Charts } from './charts.tsx';
import styles from './throughput.module.css';
import { useThroughput } from './use-throughput.ts';

const rangeKeys = {
  '10m': 'throughput.range10m',
  '1h': 'throughput.range1h',
  '6h': 'throughput.range6h',
  '24h': 'throughput.range24h',
  '7d': 'throughput.range7d',
} as const;

export function ThroughputView() {
  const t = useT();
  const format = useFormat();
  const { query } = useRoute();
  const choice = parseChoice(query);
  const data = useThroughput(choice);
  const change = (part: Partial<Choice>) =>
    navigate(href('throughput', null, choiceQuery({ ...choice, ...part })), true);
  return (
    <Page
      title={t('throughput.title')}
      note={
        <div className={styles.note}>
          {choice.untilMs === null ? (
            <Status tone="done">{t('throughput.live')}</Status>
          ) : (
            <span>{t('throughput.until', { time: format.dateTime(choice.untilMs) })}</span>
          )}
          <span>{t('throughput.resolution', { span: format.span(data.resolutionMs) })}</span>
        </div>
      }
    >
      <div className={styles.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t('throughput.range')}
          value={choice.range}
          onChange={(range) => change({ range: range as RangeName })}
          data={rangeNames.map((name) => ({ value: name, label: t(rangeKeys[name]) }))}
        />
        <TimeSteps choice={choice} onChange={change} />
        <SegmentedControl
          size="xs"
          className={styles.right}
          aria-label={t('throughput.by')}
          value={choice.by}
          onChange={(by) => change({ by: by as By })}
          data={[
            { value: 'broker', label: t('throughput.byBroker') },
            { value: 'topic', label: t('throughput.byTopic') },
          ]}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('throughput.unit')}
          value={choice.unit}
          onChange={(unit) => change({ unit: unit as Unit })}
          data={[
            { value: 'bytes', label: t('throughput.bytes') },
            { value: 'records', label: t('throughput.records') },
          ]}
        />
      </div>
      {data.points.length > 0 && <Charts choice={choice} {...data} />}
      {data.points.length === 0 && data.status === 'failed' && (
        <ErrorState error={data.error} onRetry={data.reload} />
      )}
      {data.points.length === 0 && data.status === 'loading' && (
        <SkeletonRows count={5} heightPx={60} />
      )}
      {data.points.length === 0 && data.status === 'ready' && (
        <EmptyState icon="throughput" title={t('throughput.emptyTitle')}>
          {t('throughput.emptyText')}
        </EmptyState>
      )}
    </Page>
  );
}

function TimeSteps(props: {
  readonly choice: Choice;
  readonly onChange: (part: Partial<Choice>) => void;
}) {
  const t = useT();
  const { choice, onChange } = props;
  const stepMs = rangeMs[choice.range] / 2;
  return (
    <div className={styles.steps}>
      <Button
        variant="default"
        px={7}
        aria-label={t('throughput.earlier')}
        onClick={() => onChange({ untilMs: Math.round((choice.untilMs ?? Date.now()) - stepMs) })}
      >
        <Icon name="chevronLeft" />
      </Button>
      <Button
        variant="default"
        px={7}
        aria-label={t('throughput.later')}
        disabled={choice.untilMs === null}
        onClick={() => {
          const next = Math.round((choice.untilMs ?? Date.now()) + stepMs);
          onChange({ untilMs: next >= Date.now() ? null : next });
        }}
      >
        <Icon name="chevronRight" />
      </Button>
      {choice.untilMs !== null && (
        <Button variant="subtle" onClick={() => onChange({ untilMs: null })}>
          {t('throughput.toNow')}
        </Button>
      )}
    </div>
  );
}
