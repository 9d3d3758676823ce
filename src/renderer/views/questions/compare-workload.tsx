/** What is sent, who reads, and what goes wrong: in a sentence, and field by field. */
import { NumberInput, Switch } from '@mantine/core';
import type { Workload } from '../../../main/contract/index.ts';
import { workloadDefault } from '../../../scenario/models/workload.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import styles from './compare.module.css';

type Field = {
  readonly name: keyof Workload;
  readonly min: number;
  readonly max: number;
  readonly step: number;
};

const always: readonly Field[] = [
  { name: 'recordCount', min: 1, max: 60, step: 1 },
  { name: 'keyCount', min: 1, max: 12, step: 1 },
  { name: 'sendIntervalMs', min: 20, max: 2_000, step: 10 },
  { name: 'workMs', min: 10, max: 2_000, step: 10 },
  { name: 'workerCount', min: 1, max: 4, step: 1 },
  { name: 'seed', min: 0, max: 9_999, step: 1 },
];

/** These can be left out. */
const accidents: readonly Field[] = [
  { name: 'lateAtMs', min: 100, max: 60_000, step: 500 },
  { name: 'replayAtMs', min: 100, max: 60_000, step: 500 },
  { name: 'crashRecord', min: 0, max: 59, step: 1 },
  { name: 'returnAfterMs', min: 100, max: 60_000, step: 500 },
  { name: 'poisonRecord', min: 0, max: 59, step: 1 },
  { name: 'resentRecord', min: 0, max: 59, step: 1 },
  { name: 'serverDownAtMs', min: 100, max: 60_000, step: 500 },
];

/** Where it goes when it is switched on and has no default. */
const firstValues: { readonly [name: string]: number } = { serverDownAtMs: 2_500 };

export function WorkloadText({ workload }: { readonly workload: Workload }) {
  const t = useT();
  const format = useFormat();
  return (
    <p className={styles.text}>
      {t('questions.workloadText', {
        records: workload.recordCount,
        keys: workload.keyCount,
        interval: format.span(workload.sendIntervalMs),
        workers: workload.workerCount,
      })}
    </p>
  );
}

export function WorkloadForm(props: {
  readonly workload: Workload;
  readonly onChange: (workload: Workload) => void;
}) {
  const t = useT();
  const { workload, onChange } = props;
  return (
    <details className={styles.fold}>
      <summary>{t('questions.workloadChange')}</summary>
      <div className={styles.fields}>
        {always.map(({ name, ...limits }) => (
          <NumberInput
            key={name}
            size="xs"
            label={t(`questions.${name}`)}
            {...limits}
            clampBehavior="strict"
            value={workload[name] ?? 0}
            onChange={(value) => {
              if (typeof value === 'number') onChange({ ...workload, [name]: value });
            }}
          />
        ))}
        {accidents.map((field) => (
          <Accident key={field.name} field={field} workload={workload} onChange={onChange} />
        ))}
      </div>
    </details>
  );
}

function Accident(props: {
  readonly field: Field;
  readonly workload: Workload;
  readonly onChange: (workload: Workload) => void;
}) {
  const t = useT();
  const { field, workload, onChange } = props;
  const { name, ...limits } = field;
  const value = workload[name];
  const label = t(`questions.${name as 'lateAtMs'}`);
  const first = workloadDefault[name] ?? firstValues[name] ?? limits.min;
  return (
    <div className={styles.accident}>
      <Switch
        size="xs"
        label={label}
        checked={value !== null}
        onChange={({ currentTarget }) =>
          onChange({ ...workload, [name]: currentTarget.checked ? first : null })
        }
      />
      <NumberInput
        size="xs"
        aria-label={label}
        {...limits}
        clampBehavior="strict"
        disabled={value === null}
        placeholder={t('questions.never')}
        value={value ?? ''}
        onChange={(next) => {
          if (typeof next === 'number') onChange({ ...workload, [name]: next });
        }}
      />
    </div>
  );
}
