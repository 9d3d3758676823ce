/** How large the old cluster was, and with which figures it is calculated. */
import { SegmentedControl, Select, Slider } from '@mantine/core';
import {
  type FailoverInput,
  type FigureName,
  figureNames,
  sessionTimeouts,
} from '../../../scenario/models/zookeeper-failover.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import styles from './kraft.module.css';

/** From a laptop to the largest that was measured. */
const partitionSteps = [
  100, 1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000,
] as const;

export function KraftInputs(props: {
  readonly input: FailoverInput;
  readonly onChange: (input: FailoverInput) => void;
  readonly scale: 'linear' | 'log';
  readonly onScale: (scale: 'linear' | 'log') => void;
}) {
  const t = useT();
  const format = useFormat();
  const { input, onChange } = props;
  const step = partitionSteps.findIndex((count) => count >= input.partitionCount);
  return (
    <div className={styles.inputs}>
      <div className={styles.slider}>
        <span>
          {t('questions.brokerCount')} <strong>{input.brokerCount}</strong>
        </span>
        <Slider
          size="sm"
          min={3}
          max={100}
          label={null}
          thumbLabel={t('questions.brokerCount')}
          value={input.brokerCount}
          onChange={(brokerCount) => onChange({ ...input, brokerCount })}
        />
      </div>
      <div className={styles.slider}>
        <span>
          {t('questions.partitionsOfCluster')}{' '}
          <strong>{format.number(input.partitionCount)}</strong>
        </span>
        <Slider
          size="sm"
          min={0}
          max={partitionSteps.length - 1}
          label={null}
          thumbLabel={t('questions.partitionsOfCluster')}
          thumbProps={{ 'aria-valuetext': format.number(input.partitionCount) }}
          value={step}
          onChange={(index) =>
            onChange({ ...input, partitionCount: partitionSteps[index] ?? input.partitionCount })
          }
        />
      </div>
      <Select
        size="xs"
        w={180}
        label={t('questions.sessionTimeout')}
        value={String(input.sessionTimeoutMs)}
        allowDeselect={false}
        comboboxProps={{ shadow: 'none' }}
        data={sessionTimeouts.map(({ ms }) => ({
          value: String(ms),
          label: t(`questions.sessionTimeout-${ms}`),
        }))}
        onChange={(value) => onChange({ ...input, sessionTimeoutMs: Number(value) })}
      />
      <Select
        size="xs"
        w={240}
        label={t('questions.figures')}
        value={input.figures}
        allowDeselect={false}
        comboboxProps={{ shadow: 'none' }}
        data={figureNames.map((name) => ({ value: name, label: t(`questions.figures-${name}`) }))}
        onChange={(value) => onChange({ ...input, figures: value as FigureName })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t('questions.scale')}
        value={props.scale}
        onChange={(scale) => props.onScale(scale as 'linear' | 'log')}
        data={(['linear', 'log'] as const).map((scale) => ({
          value: scale,
          label: t(`questions.scale-${scale}`),
        }))}
      />
    </div>
  );
}
