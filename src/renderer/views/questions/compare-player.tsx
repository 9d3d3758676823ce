/** Play, pause and scrub. */
import { ActionIcon, SegmentedControl, Slider } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './compare.module.css';
import type { Playback } from './use-playback.ts';

const speeds = [1, 4, 16] as const;

export function Player({
  playback,
  endMs,
}: {
  readonly playback: Playback;
  readonly endMs: number;
}) {
  const t = useT();
  const format = useFormat();
  const { atMs, isPlaying } = playback;
  const text = t('questions.momentOf', { at: format.span(atMs), all: format.span(endMs) });
  return (
    <div className={styles.player}>
      <ActionIcon
        variant="default"
        aria-label={t(isPlaying ? 'questions.pause' : 'questions.play')}
        onClick={playback.toggle}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} size={14} />
      </ActionIcon>
      <Slider
        className={styles.scrub}
        size="sm"
        min={0}
        max={endMs}
        step={50}
        label={null}
        thumbLabel={t('questions.moment')}
        thumbProps={{ 'aria-valuetext': text }}
        value={atMs}
        onChange={playback.moveTo}
      />
      <span className={styles.moment}>{text}</span>
      <SegmentedControl
        size="xs"
        aria-label={t('questions.speed')}
        value={String(playback.speed)}
        onChange={(speed) => playback.setSpeed(Number(speed))}
        data={speeds.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
      />
    </div>
  );
}
