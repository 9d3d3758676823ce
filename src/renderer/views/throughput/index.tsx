/** What moves, how long it takes, what waits and what it costs: live and back in time. */
import { Button, SegmentedControl, Select } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { MarkLane } from '../../charts/mark-lane.tsx';
import { CopyLink } from '../../ui/copy-link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useNavigate, useRoute } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import { Brokers, measured, probed } from './brokers.tsx';
import { type Stage, useStage } from './charts-of.tsx';
import {
  type Choice,
  choiceQuery,
  pan,
  parseChoice,
  type RangeName,
  rangeNames,
  type Tab,
  tabs,
  zoomOut,
  zoomTo,
} from './choice.ts';
import { Latency } from './latency.tsx';
import { Requests } from './requests.tsx';
import styles from './throughput.module.css';
import { Tools } from './tools.tsx';
import { Traffic } from './traffic.tsx';
import { type Measured, useClusterKind, useHappened, useThroughput } from './use-throughput.ts';

export function ThroughputView() {
  const t = useT();
  const format = useFormat();
  const { query } = useRoute();
  const navigate = useNavigate();
  const cluster = useClusterKind();
  const choice = parseChoice(query, cluster.isForeign);
  const data = useThroughput(choice, cluster.isForeign);
  const events = useHappened(data.shown, data.isLive);
  /** A step of the history where the span moves, so that Back leads out of a zoom. */
  const change = (part: Partial<Choice>, isStep = false) =>
    navigate(
      href('throughput', null, choiceQuery({ ...choice, ...part }, cluster.isForeign)),
      !isStep,
    );
  const stage = useStage(data, events, {
    onZoom: (fromMs, toMs) => change({ span: zoomTo({ fromMs, toMs }, Date.now()) }, true),
    onZoomOut: () => change({ span: zoomOut(data.shown, choice.range, Date.now()) }, true),
    onPan: (direction) => change({ span: pan(data.shown, direction, Date.now()) }, true),
  });
  return (
    <Page
      title={t('throughput.title')}
      note={
        <div className={styles.note}>
          {choice.span === null ? (
            <Status tone="done">{t('throughput.live')}</Status>
          ) : (
            <span>
              {t('throughput.between', {
                from: format.dateTime(choice.span.fromMs),
                to: format.dateTime(choice.span.toMs),
              })}
            </span>
          )}
          <span>{t('throughput.resolution', { span: format.span(data.resolutionMs) })}</span>
        </div>
      }
      actions={<CopyLink />}
    >
      <div className={styles.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t('throughput.show')}
          value={choice.tab}
          onChange={(tab) => change({ tab: tab as Tab })}
          data={tabs.map((tab) => ({ value: tab, label: t(`throughput.tab-${tab}`) }))}
        />
        <SpanTools choice={choice} stage={stage} onChange={change} />
      </div>
      <Tools
        choice={choice}
        brokerIds={cluster.brokerIds}
        isForeign={cluster.isForeign}
        onChange={change}
      />
      <Content
        choice={choice}
        data={data}
        stage={stage}
        isForeign={cluster.isForeign}
        onChange={change}
      />
    </Page>
  );
}

function Content(props: {
  readonly choice: Choice;
  readonly data: Measured;
  readonly stage: Stage;
  readonly isForeign: boolean;
  readonly onChange: (part: Partial<Choice>) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { choice, data, stage, isForeign, onChange } = props;
  const [points = [], others = []] = data.points;
  const needsOurs =
    isForeign &&
    (choice.tab === 'latency' ||
      choice.tab === 'requests' ||
      (choice.tab === 'traffic' && (choice.by === 'broker' || choice.by === 'client')));
  if (needsOurs) {
    return (
      <EmptyState icon="throughput" title={t('throughput.oursTitle')}>
        {t('throughput.oursText')}
      </EmptyState>
    );
  }
  if (points.length === 0 && data.status === 'failed') {
    return data.reload ? (
      <ErrorState error={data.error} onRetry={data.reload} />
    ) : (
      <ErrorState error={data.error} />
    );
  }
  if (points.length === 0 && data.status === 'loading')
    return <SkeletonRows count={5} heightPx={60} />;
  if (points.length === 0) {
    return (
      <EmptyState icon="throughput" title={t('throughput.emptyTitle')}>
        {t('throughput.emptyText')}
      </EmptyState>
    );
  }
  return (
    <>
      <MarkLane
        groups={stage.marks}
        fromMs={stage.shown.fromMs}
        toMs={stage.shown.toMs}
        label={t('throughput.marks')}
        formatTime={format.time}
        formatMore={(count) => t('throughput.marksMore', { count })}
      />
      {choice.tab === 'traffic' && (
        <Traffic
          choice={choice}
          stage={stage}
          points={points}
          isForeign={isForeign}
          onPick={(picks) => onChange({ picks })}
        />
      )}
      {choice.tab === 'latency' && (
        <Latency
          choice={choice}
          stage={stage}
          points={points}
          onPercentile={(percentile) => onChange({ percentile })}
        />
      )}
      {choice.tab === 'requests' && (
        <Requests choice={choice} stage={stage} points={points} errors={others} />
      )}
      {choice.tab === 'brokers' && (
        <Brokers
          choice={choice}
          stage={stage}
          points={points}
          drawn={isForeign ? probed : measured}
        />
      )}
    </>
  );
}

function SpanTools(props: {
  readonly choice: Choice;
  readonly stage: Stage;
  readonly onChange: (part: Partial<Choice>, isStep?: boolean) => void;
}) {
  const t = useT();
  const { choice, stage, onChange } = props;
  return (
    <div className={styles.span}>
      <Select
        size="xs"
        w={116}
        aria-label={t('throughput.range')}
        value={choice.span === null ? choice.range : null}
        placeholder={t('throughput.rangeOwn')}
        allowDeselect={false}
        comboboxProps={{ shadow: 'none' }}
        onChange={(range) => onChange({ range: range as RangeName, span: null })}
        data={rangeNames.map((name) => ({ value: name, label: t(`throughput.range-${name}`) }))}
      />
      <Button
        variant="default"
        px={7}
        aria-label={t('throughput.earlier')}
        onClick={() => stage.onPan(-1)}
      >
        <Icon name="chevronLeft" />
      </Button>
      <Button
        variant="default"
        px={7}
        aria-label={t('throughput.later')}
        disabled={choice.span === null}
        onClick={() => stage.onPan(1)}
      >
        <Icon name="chevronRight" />
      </Button>
      <Button variant="default" disabled={choice.span === null} onClick={stage.onZoomOut}>
        {t('throughput.zoomOut')}
      </Button>
      <Button
        variant="default"
        disabled={choice.span === null}
        onClick={() => onChange({ span: null }, true)}
      >
        {t('throughput.toNow')}
      </Button>
    </div>
  );
}
