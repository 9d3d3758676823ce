/** What goes on now: the pace, who is connected, what happened last. */
import { useFormat, useT } from '../../i18n/index.ts';
import { EntryLine } from '../../frame/timeline.tsx';
import { entriesOf } from '../../frame/timeline-model.ts';
import { showDrawerTab } from '../../ui/drawer-store.ts';
import { href } from '../../ui/route.ts';
import type { ClusterEvent, ThroughputPoint } from '../../../main/contract/index.ts';
import { type Figures, ratesOver, sparkline } from './model.ts';
import styles from './now.module.css';

const sparkCount = 120;
const sparkWidthPx = 240;
const sparkHeightPx = 36;
const eventsMax = 4;

export function Now(props: {
  readonly figures: Figures;
  readonly points: readonly ThroughputPoint[];
  readonly events: readonly ClusterEvent[];
}) {
  const t = useT();
  const format = useFormat();
  const { figures } = props;
  const entries = entriesOf(props.events).slice(0, eventsMax);
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>{t('home.nowTitle')}</h2>
      <dl className={styles.figures}>
        <Figure label={t('home.written')} to={href('throughput')}>
          {figures.recordsInPerS === null
            ? '–'
            : t('common.perS', { rate: format.rate(figures.recordsInPerS) })}
        </Figure>
        <Figure label={t('home.read')} to={href('throughput')}>
          {figures.recordsOutPerS === null
            ? '–'
            : t('common.perS', { rate: format.rate(figures.recordsOutPerS) })}
        </Figure>
        <Figure label={t('common.producers')} to={href('producers')}>
          {figures.producers === null ? '–' : format.number(figures.producers)}
        </Figure>
        <Figure label={t('home.groupsMembers')} to={href('groups')}>
          {figures.groups === null || figures.members === null
            ? '–'
            : `${format.number(figures.groups)} / ${format.number(figures.members)}`}
        </Figure>
        <Figure label={t('home.topicsPartitions')} to={href('topics')}>
          {format.number(figures.topics)} / {format.number(figures.partitions)}
        </Figure>
        <Figure label={t('home.connections')} to={href('brokers')}>
          {figures.connections === null ? '–' : format.number(figures.connections)}
        </Figure>
      </dl>
      <Spark points={props.points} />
      {entries.length > 0 && (
        <div className={styles.events}>
          {entries.map((entry) => (
            <EntryLine key={entry.id} entry={entry} />
          ))}
          <button type="button" className={styles.more} onClick={() => showDrawerTab('timeline')}>
            {t('home.allEvents')}
          </button>
        </div>
      )}
    </section>
  );
}

function Figure(props: {
  readonly label: string;
  readonly to: string;
  readonly children: React.ReactNode;
}) {
  return (
    <div>
      <dt>
        <a href={props.to}>{props.label}</a>
      </dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** The last two minutes, at a glance; the throughput view has the axes. */
function Spark({ points }: { readonly points: readonly ThroughputPoint[] }) {
  const t = useT();
  const rates = ratesOver(points, sparkCount);
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${sparkWidthPx} ${sparkHeightPx}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('home.spark')}
    >
      <polyline
        points={sparkline(rates, sparkCount, sparkWidthPx, sparkHeightPx)}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
