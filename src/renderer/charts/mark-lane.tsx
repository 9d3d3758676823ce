/** The events over a chart: an icon at its time, with what happened under the pointer or the focus. */
import { Tooltip } from '@mantine/core';
import { Icon, type IconName } from '../ui/icon.tsx';
import type { MarkGroup } from './marks.ts';
import styles from './mark-lane.module.css';
import { axisWidthPx } from './plot.ts';

/** More lines than this are counted. */
const linesMax = 6;
/** Half of a mark with a count of two digits. */
const edgePx = 20;

export function MarkLane(props: {
  readonly groups: readonly MarkGroup<IconName>[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly label: string;
  readonly formatTime: (atMs: number) => string;
  readonly formatMore: (count: number) => string;
}) {
  const { groups, fromMs, toMs } = props;
  return (
    <div
      className={styles.lane}
      style={{ marginLeft: axisWidthPx }}
      role="list"
      aria-label={props.label}
    >
      {groups.map(({ atMs, tone, icon, marks }) => {
        const lines = marks.slice(-linesMax);
        const rest = marks.length - lines.length;
        return (
          <div
            key={atMs}
            role="listitem"
            className={styles.place}
            style={{ left: placeOf(atMs, fromMs, toMs) }}
          >
            <Tooltip
              events={{ hover: true, focus: true, touch: true }}
              maw={420}
              label={
                <span className={styles.words}>
                  {rest > 0 && <span>{props.formatMore(rest)}</span>}
                  {lines.map((mark, index) => (
                    <span key={index}>
                      <span className={styles.time}>{props.formatTime(mark.atMs)}</span> {mark.text}
                    </span>
                  ))}
                </span>
              }
            >
              <button type="button" className={styles.mark} data-tone={tone}>
                <Icon name={icon} size={12} />
                {marks.length > 1 && <span className={styles.count}>{marks.length}</span>}
                <span className="sr-only">
                  {marks.map(({ text, atMs: ms }) => `${props.formatTime(ms)} ${text}`).join('; ')}
                </span>
              </button>
            </Tooltip>
          </div>
        );
      })}
    </div>
  );
}

/** At its time, but never half outside of the chart. */
function placeOf(atMs: number, fromMs: number, toMs: number): string {
  const share = ((atMs - fromMs) / (toMs - fromMs)) * 100;
  return `clamp(${edgePx}px, ${share}%, 100% - ${edgePx}px)`;
}
