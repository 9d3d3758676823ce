/** The rows of one lane, drawn in shares of the width. */
import { useT } from '../../i18n/index.ts';
import styles from './compare.module.css';
import type { Bar, Lane, Mark, Row } from './lanes.ts';

const rowPx = 17;
const barPx = 13;
/** Wide enough for a number, in shares of the axis. */
const numberShare = 0.014;

export function LaneRows(props: {
  readonly lane: Lane;
  /** Number of the key of each record, from 1. */
  readonly keys: readonly number[];
  readonly endMs: number;
  readonly label: string;
}) {
  const t = useT();
  const { lane, keys, endMs } = props;
  const x = (ms: number) => `${((100 * ms) / endMs).toFixed(3)}%`;
  const width = (fromMs: number, toMs: number | null) =>
    `${Math.max(0.1, (100 * ((toMs ?? endMs) - fromMs)) / endMs).toFixed(3)}%`;
  const height = lane.rows.length * rowPx;
  return (
    <div className={styles.rows}>
      <div className={styles.names}>
        {lane.rows.map((row) => (
          <span key={row.name} style={{ height: rowPx }}>
            {nameOf(row, t)}
          </span>
        ))}
      </div>
      <svg className={styles.drawing} height={height} role="img" aria-label={props.label}>
        <defs>
          <pattern
            id="struck"
            width="5"
            height="5"
            patternTransform="rotate(45)"
            patternUnits="userSpaceOnUse"
          >
            <rect width="2" height="5" className={styles.strike} />
          </pattern>
        </defs>
        {lane.away.map(({ fromMs, toMs }) => (
          <rect
            key={fromMs}
            className={styles.away}
            x={x(fromMs)}
            width={width(fromMs, toMs)}
            y={0}
            height={height}
          />
        ))}
        {lane.rows.map((row, index) => (
          <g key={row.name} transform={`translate(0 ${index * rowPx})`}>
            {row.presence.map(({ fromMs, toMs }) => (
              <rect
                key={fromMs}
                className={styles.presence}
                x={x(fromMs)}
                width={width(fromMs, toMs)}
                y={rowPx / 2}
                height={1}
              />
            ))}
            {row.bars.map((bar) => (
              <BarShape
                key={bar.key}
                bar={bar}
                keyNumber={keys[bar.record] ?? 1}
                x={x(bar.fromMs)}
                width={width(bar.fromMs, bar.toMs ?? lane.endMs)}
                isNumbered={((bar.toMs ?? lane.endMs) - bar.fromMs) / endMs > numberShare}
              />
            ))}
            {row.marks.map((mark) => (
              <MarkShape
                key={mark.key}
                mark={mark}
                keyNumber={mark.record === null ? null : (keys[mark.record] ?? 1)}
                x={x(mark.atMs)}
              />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

function nameOf(row: Row, t: ReturnType<typeof useT>): string {
  if (row.kind === 'producer') return t('questions.producerRow');
  if (row.kind === 'dead') return t('questions.deadRow');
  return row.kind === 'gone' ? t('questions.goneRow') : row.name;
}

function colorOf(keyNumber: number): string {
  return `var(--series-${((keyNumber - 1) % 8) + 1})`;
}

function BarShape(props: {
  readonly bar: Bar;
  readonly keyNumber: number;
  readonly x: string;
  readonly width: string;
  readonly isNumbered: boolean;
}) {
  const { bar, x, width } = props;
  const y = (rowPx - barPx) / 2;
  return (
    <>
      <rect
        className={styles.bar}
        data-end={bar.end}
        data-again={bar.isAgain || undefined}
        style={{ color: colorOf(props.keyNumber) }}
        x={x}
        width={width}
        y={y}
        height={barPx}
      />
      {bar.end === 'failed' && (
        <rect x={x} width={width} y={y} height={barPx} fill="url(#struck)" />
      )}
      {props.isNumbered && (
        // Cut off with its bar, where the lane is narrow.
        <svg x={x} width={width} y={y} height={barPx} overflow="hidden">
          <text className={styles.number} data-end={bar.end} x={3} y={barPx / 2 + 3.5}>
            {bar.record}
          </text>
        </svg>
      )}
    </>
  );
}

function MarkShape(props: {
  readonly mark: Mark;
  readonly keyNumber: number | null;
  readonly x: string;
}) {
  const { mark, keyNumber, x } = props;
  const y = rowPx / 2;
  const color = keyNumber === null ? undefined : { color: colorOf(keyNumber) };
  if (mark.kind === 'sent' || mark.kind === 'dead' || mark.kind === 'gone') {
    return (
      <circle className={styles.dot} data-kind={mark.kind} style={color} cx={x} cy={y} r={3} />
    );
  }
  // Percentages have no place in a path: a nested drawing brings its own origin.
  return (
    <svg className={styles.sign} data-kind={mark.kind} x={x} y={y} overflow="visible">
      <path d={signs[mark.kind]} />
    </svg>
  );
}

const signs: { readonly [Kind in 'crashed' | 'cut-off' | 'connected' | 'replay']: string } = {
  crashed: 'M-5 -5L5 5M5 -5L-5 5',
  'cut-off': 'M-4 -4L4 4M4 -4L-4 4',
  connected: 'M0 -7V7M0 -7L5 -4L0 -1',
  replay: 'M4 -5L-3 0L4 5ZM-5 -5V5',
};
