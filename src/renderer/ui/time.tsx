/** A moment: how long ago, ticking; the exact time under the pointer. */
import { useFormat } from '../i18n/index.ts';
import { useNowMs } from './ticks.ts';
import styles from './time.module.css';

export function Time(props: {
  readonly atMs: number;
  /** Both: "12:03:04 · 3 min ago". */
  readonly isAbsoluteShown?: boolean;
}) {
  const format = useFormat();
  const nowMs = useNowMs();
  const { atMs } = props;
  const exact = format.dateTime(atMs);
  const ago = format.ago(nowMs - atMs);
  return (
    <time className={styles.time} dateTime={new Date(atMs).toISOString()} title={exact}>
      {props.isAbsoluteShown ? `${exact} · ${ago}` : ago}
    </time>
  );
}
