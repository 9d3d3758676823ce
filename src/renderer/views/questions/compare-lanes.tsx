/** A lane for each service, all on one time axis. */
import { Tooltip } from '@mantine/core';
import { memo, useMemo } from 'react';
import type { ModelEvent, Workload } from '../../../main/contract/index.ts';
import { readersOf, recordsOf } from '../../../scenario/models/workload.ts';
import { type Translate, useFormat, useT } from '../../i18n/index.ts';
import { Tag } from '../../ui/tag.tsx';
import styles from './compare.module.css';
import { axisSteps, lastTold, laneOf } from './lanes.ts';
import { LaneRows } from './lane-rows.tsx';
import type { Events, ServiceName } from './services.ts';

export function Lanes(props: {
  readonly services: { readonly [Name in ServiceName]: Events };
  readonly workload: Workload;
  /** Kafka may have run another one. */
  readonly kafkaWorkload: Workload | null;
  readonly endMs: number;
  readonly atMs: number;
}) {
  const { services, workload, kafkaWorkload, endMs, atMs } = props;
  const names = (Object.keys(services) as ServiceName[]).filter(
    (name) => name !== 'kafka' || services.kafka.length > 0,
  );
  return (
    <div className={styles.lanes}>
      {names.map((name) => (
        <OneLane
          key={name}
          name={name}
          events={services[name]}
          workload={name === 'kafka' ? (kafkaWorkload ?? workload) : workload}
          endMs={endMs}
          atMs={atMs}
        />
      ))}
      <Axis endMs={endMs} />
    </div>
  );
}

function OneLane(props: {
  readonly name: ServiceName;
  readonly events: Events;
  readonly workload: Workload;
  readonly endMs: number;
  readonly atMs: number;
}) {
  const t = useT();
  const { name, events, workload, endMs, atMs } = props;
  const told = lastTold(events, atMs);
  const isReal = name === 'kafka';
  return (
    <section className={styles.lane} aria-label={t(`questions.service-${name}`)}>
      <h3 className={styles.laneHead}>
        <span>
          {t(`questions.service-${name}`)}
          <Tooltip
            label={t(isReal ? 'questions.realHint' : 'questions.modelHint')}
            events={{ hover: true, focus: true, touch: true }}
          >
            {/* A button, so that the keyboard reaches it; it does nothing but carry its explanation. */}
            <button type="button" className={styles.what}>
              <Tag>{t(isReal ? 'questions.real' : 'questions.model')}</Tag>
            </button>
          </Tooltip>
        </span>
        <span className={styles.told}>{tell(told, t)}</span>
      </h3>
      <Drawing name={name} events={events} workload={workload} endMs={endMs} />
      <div className={styles.future} aria-hidden="true">
        <div style={{ left: `${(100 * atMs) / endMs}%` }} data-end={atMs >= endMs || undefined} />
      </div>
    </section>
  );
}

/** Does not change while time is played. */
const Drawing = memo(function Drawing(props: {
  readonly name: ServiceName;
  readonly events: Events;
  readonly workload: Workload;
  readonly endMs: number;
}) {
  const t = useT();
  const format = useFormat();
  const { name, events, workload, endMs } = props;
  const lane = useMemo(() => {
    const consumers = readersOf(workload).flatMap((reader) => reader.consumers);
    return laneOf(events, consumers);
  }, [events, workload]);
  const keys = useMemo(() => recordsOf(workload).map(({ key }) => keyNumber(key)), [workload]);
  const done = new Set(
    events.flatMap((event) =>
      event.kind === 'done' && event.reader === 'orders' ? [event.record] : [],
    ),
  ).size;
  const label = t('questions.laneLabel', {
    name: t(`questions.service-${name}`),
    done,
    span: format.span(lane.endMs),
  });
  return <LaneRows lane={lane} keys={keys} endMs={endMs} label={label} />;
});

function keyNumber(key: string): number {
  return Number(key.replace(/^\D+/, ''));
}

function tell(event: ModelEvent | null, t: Translate): string {
  switch (event?.kind) {
    case 'crashed':
    case 'connected':
    case 'cut-off':
      return t(`questions.event-${event.kind}`, { consumer: event.consumer });
    case 'replay-asked':
      return t(event.isPossible ? 'questions.event-replayed' : 'questions.event-replay-refused');
    case 'dead-lettered':
      return t('questions.event-dead-lettered', { record: event.record });
    case 'lost':
      return t('questions.event-lost', {
        record: event.record,
        reason: t(`questions.reason-${event.reason}`),
      });
    case 'server-down':
    case 'server-up':
      return t(`questions.event-${event.kind}`);
    default:
      return t('questions.event-none');
  }
}

function Axis({ endMs }: { readonly endMs: number }) {
  const format = useFormat();
  return (
    <div className={styles.axis} aria-hidden="true">
      <div>
        {axisSteps(endMs).map((atMs) => (
          <span key={atMs} style={{ left: `${(100 * atMs) / endMs}%` }}>
            {format.span(atMs)}
          </span>
        ))}
      </div>
    </div>
  );
}
