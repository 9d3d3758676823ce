/** Services over topics, with what flows between them and what waits. */
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { useFormat, useLanguage, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import type { Scenario, ScenarioRun } from '../../../main/contract/index.ts';
import { type Bar, barHeightPx, gutterPx, layOut, type Line } from './layout.ts';
import { flowSeconds, isQueueing, queueStrokes } from './model.ts';
import styles from './scenario-picture.module.css';
import { ServiceBox } from './service-box.tsx';

type PictureProps = {
  readonly scenario: Scenario;
  readonly run: ScenarioRun | null;
  readonly selected: string;
  readonly onSelect: (service: string) => void;
  /** Null while nothing runs. */
  readonly onService: ((service: string, isUp: boolean) => void) | null;
};

export function ScenarioPicture(props: PictureProps) {
  const t = useT();
  const { scenario, run } = props;
  const { ref, width } = useElementSize<HTMLDivElement>();
  const picture = useMemo(() => layOut(scenario, width), [scenario, width]);
  return (
    <section ref={ref} className={styles.frame} aria-label={t('scenarios.picture')} tabIndex={0}>
      <div className={styles.canvas} style={{ width: picture.width, height: picture.height }}>
        <svg
          className={styles.lines}
          width={picture.width}
          height={picture.height}
          aria-hidden="true"
        >
          {picture.lines.map((line) => (
            <FlowLine key={line.key} line={line} run={run} />
          ))}
          {picture.bars.map((bar) => (
            <TopicBar key={bar.topic} bar={bar} />
          ))}
          {picture.lines.map((line) => (
            <circle
              key={line.key}
              className={styles.joint}
              data-kind={line.kind}
              cx={line.x}
              cy={line.y2}
              r={4}
            />
          ))}
          {picture.lines.map((line) => (
            <Queue key={line.key} line={line} run={run} />
          ))}
        </svg>
        <span className={styles.caption} style={{ top: 8 }}>
          {t('scenarios.servicesLabel')}
        </span>
        {picture.boxes.map((box) => (
          <ServiceBox
            key={box.service.name}
            box={box}
            run={run?.services[box.service.name] ?? null}
            isSelected={props.selected === box.service.name}
            onSelect={() => props.onSelect(box.service.name)}
            onService={props.onService}
          />
        ))}
        {picture.bars.map((bar) => (
          <TopicLabel key={bar.topic} bar={bar} scenario={scenario} run={run} />
        ))}
      </div>
    </section>
  );
}

function FlowLine({ line, run }: { readonly line: Line; readonly run: ScenarioRun | null }) {
  const service = run?.services[line.service];
  const topicPerS = run?.topics[line.topic]?.inPerS ?? 0;
  const perS = line.kind === 'read' ? (service?.inPerS ?? 0) : topicPerS;
  const seconds = flowSeconds(perS);
  const isOff = service?.phase === 'down' || service?.phase === 'crashed';
  // Drawn in the direction of the flow, so that one animation fits both kinds.
  const [from, to] = line.kind === 'read' ? [line.y2, line.y1] : [line.y1, line.y2];
  return (
    <g className={styles.flow} data-kind={line.kind} data-off={isOff || undefined}>
      <path className={styles.line} d={`M${line.x} ${from}V${to}`} />
      {seconds !== null && (
        <path
          className={styles.moving}
          d={`M${line.x} ${from}V${to}`}
          style={{ animationDuration: `${seconds}s` }}
        />
      )}
      <path className={styles.head} d={arrowHead(line)} />
    </g>
  );
}

/** At the box for what is read, at the topic for what is written. */
function arrowHead({ kind, x, y1, y2 }: Line): string {
  return kind === 'read'
    ? `M${x - 4} ${y1 + 7}L${x} ${y1 + 1}L${x + 4} ${y1 + 7}`
    : `M${x - 4} ${y2 - barHeightPx / 2 - 8}L${x} ${y2 - barHeightPx / 2 - 2}L${x + 4} ${y2 - barHeightPx / 2 - 8}`;
}

function TopicBar({ bar }: { readonly bar: Bar }) {
  return (
    <rect
      className={styles.bar}
      x={bar.x1}
      y={bar.y - barHeightPx / 2}
      width={bar.x2 - bar.x1}
      height={barHeightPx}
      rx={barHeightPx / 2}
    />
  );
}

/** The records that wait at the reader's end of the topic. */
function Queue({ line, run }: { readonly line: Line; readonly run: ScenarioRun | null }) {
  const t = useT();
  const format = useFormat();
  const service = run?.services[line.service];
  const lag = service?.lag ?? 0;
  if (!line.isOnlyInput || lag === 0) return null;
  const strokes = queueStrokes(lag);
  return (
    <g className={styles.queue} data-long={isQueueing(service) || undefined}>
      {Array.from({ length: strokes }, (_, index) => (
        <rect key={index} x={line.x - 11 - index * 5} y={line.y2 - 4} width={3} height={8} rx={1} />
      ))}
      <text x={line.x - 8} y={line.y2 + 19} textAnchor="end">
        {t('scenarios.waitingCount', { amount: format.number(lag) })}
      </text>
    </g>
  );
}

function TopicLabel(props: {
  readonly bar: Bar;
  readonly scenario: Scenario;
  readonly run: ScenarioRun | null;
}) {
  const t = useT();
  const format = useFormat();
  const language = useLanguage();
  const { bar, scenario, run } = props;
  const topic = scenario.topics.find(({ name }) => name === bar.topic);
  const figures = run?.topics[bar.topic];
  return (
    <div className={styles.topic} style={{ top: bar.y - 18, width: gutterPx - 20 }}>
      <TopicLink topic={bar.topic} to="messages" />
      <span className={styles.figure}>
        {figures && t('common.perS', { rate: format.rate(figures.inPerS) })}
      </span>
      <span className={styles.topicTitle} title={topic?.title[language]}>
        {topic?.title[language]}
      </span>
      <span className={styles.figure}>{figures && format.number(figures.inCount)}</span>
    </div>
  );
}
