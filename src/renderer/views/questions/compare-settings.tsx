/** How the modelled services are set up. */
import { NumberInput, Select, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.ts';
import styles from './compare.module.css';
import type { ModelName, ModelSettings } from './services.ts';

type FormProps = {
  readonly settings: ModelSettings;
  readonly onChange: (settings: ModelSettings) => void;
};

export function ModelForms(props: FormProps) {
  return (
    <>
      <Form name="rabbitmq">
        <Rabbit {...props} />
      </Form>
      <Form name="sqs">
        <Sqs {...props} />
      </Form>
      <Form name="redis">
        <Redis {...props} />
      </Form>
    </>
  );
}

function Form({ name, children }: { readonly name: ModelName; readonly children: ReactNode }) {
  const t = useT();
  return (
    <details className={styles.fold}>
      <summary>{t('questions.settings', { name: t(`questions.service-${name}`) })}</summary>
      <div className={styles.fields}>{children}</div>
    </details>
  );
}

function Rabbit({ settings, onChange }: FormProps) {
  const t = useT();
  const own = settings.rabbitmq;
  const change = (part: Partial<typeof own>) =>
    onChange({ ...settings, rabbitmq: { ...own, ...part } });
  return (
    <>
      <Choice
        label={t('questions.exchange')}
        value={own.exchange}
        options={[
          { value: 'topic', label: 'topic' },
          { value: 'direct', label: 'direct' },
          { value: 'fanout', label: 'fanout' },
        ]}
        onChange={(exchange) => change({ exchange })}
      />
      <Queues value={own.queues} onChange={(queues) => change({ queues })} />
      <Choice
        label={t('questions.queueType')}
        value={own.queueType}
        options={[
          { value: 'quorum', label: t('questions.queueType-quorum') },
          { value: 'classic', label: t('questions.queueType-classic') },
        ]}
        onChange={(queueType) => change({ queueType })}
      />
      <Whole
        label={t('questions.prefetch')}
        value={own.prefetch}
        min={1}
        max={50}
        onChange={(prefetch) => change({ prefetch })}
      />
      <Whole
        label={t('questions.deliveryLimit')}
        value={own.deliveryLimit}
        min={0}
        max={20}
        isDisabled={own.queueType === 'classic'}
        onChange={(deliveryLimit) => change({ deliveryLimit })}
        onEmpty={() => change({ deliveryLimit: null })}
      />
      <Toggle
        label={t('questions.hasDeadLetters')}
        isOn={own.hasDeadLetters}
        onChange={(hasDeadLetters) => change({ hasDeadLetters })}
      />
      <Toggle
        label={t('questions.isDurable')}
        isOn={own.isDurable}
        onChange={(isDurable) => change({ isDurable })}
      />
      <Toggle
        label={t('questions.isLateQueueReady')}
        isOn={own.isLateQueueReady}
        onChange={(isLateQueueReady) => change({ isLateQueueReady })}
      />
    </>
  );
}

function Sqs({ settings, onChange }: FormProps) {
  const t = useT();
  const own = settings.sqs;
  const change = (part: Partial<typeof own>) => onChange({ ...settings, sqs: { ...own, ...part } });
  const isFifo = own.type === 'fifo';
  return (
    <>
      <Choice
        label={t('questions.type')}
        value={own.type}
        options={[
          { value: 'standard', label: t('questions.type-standard') },
          { value: 'fifo', label: t('questions.type-fifo') },
        ]}
        onChange={(type) => change({ type })}
      />
      <Queues value={own.queues} onChange={(queues) => change({ queues })} />
      <Whole
        label={t('questions.visibilityMs')}
        value={own.visibilityMs}
        min={100}
        max={60_000}
        step={500}
        onChange={(visibilityMs) => change({ visibilityMs })}
      />
      <Whole
        label={t('questions.maxReceiveCount')}
        value={own.maxReceiveCount}
        min={1}
        max={20}
        onChange={(maxReceiveCount) => change({ maxReceiveCount })}
        onEmpty={() => change({ maxReceiveCount: null })}
      />
      <Whole
        label={t('questions.retentionMs')}
        value={Math.round(own.retentionMs / 1000)}
        min={1}
        max={1_209_600}
        onChange={(seconds) => change({ retentionMs: seconds * 1000 })}
      />
      <Whole
        label={t('questions.disorder')}
        value={Math.round(own.disorder * 100)}
        min={0}
        max={100}
        isDisabled={isFifo}
        onChange={(percent) => change({ disorder: percent / 100 })}
      />
      <Whole
        label={t('questions.duplicates')}
        value={Math.round(own.duplicates * 100)}
        min={0}
        max={50}
        isDisabled={isFifo}
        onChange={(percent) => change({ duplicates: percent / 100 })}
      />
      <Toggle
        label={t('questions.isLateQueueReady')}
        isOn={own.isLateQueueReady}
        onChange={(isLateQueueReady) => change({ isLateQueueReady })}
      />
      <p className={styles.aside}>{t('questions.exaggerated')}</p>
    </>
  );
}

function Redis({ settings, onChange }: FormProps) {
  const t = useT();
  return (
    <Choice
      label={t('questions.channels')}
      value={settings.redis.channels}
      options={[
        { value: 'per-kind', label: t('questions.channels-per-kind') },
        { value: 'one', label: t('questions.channels-one') },
      ]}
      onChange={(channels) => onChange({ ...settings, redis: { channels } })}
    />
  );
}

function Queues(props: {
  readonly value: 'per-reader' | 'shared';
  readonly onChange: (value: 'per-reader' | 'shared') => void;
}) {
  const t = useT();
  return (
    <Choice
      label={t('questions.queues')}
      value={props.value}
      options={[
        { value: 'per-reader', label: t('questions.queues-per-reader') },
        { value: 'shared', label: t('questions.queues-shared') },
      ]}
      onChange={props.onChange}
    />
  );
}

function Choice<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}) {
  return (
    <Select
      size="xs"
      label={props.label}
      value={props.value}
      data={props.options}
      allowDeselect={false}
      comboboxProps={{ shadow: 'none' }}
      onChange={(value) => {
        if (value !== null) props.onChange(value as Value);
      }}
    />
  );
}

function Whole(props: {
  readonly label: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly isDisabled?: boolean;
  readonly onChange: (value: number) => void;
  /** Where no number is an answer too. */
  readonly onEmpty?: () => void;
}) {
  const t = useT();
  return (
    <NumberInput
      size="xs"
      label={props.label}
      value={props.value ?? ''}
      min={props.min}
      max={props.max}
      step={props.step ?? 1}
      clampBehavior="strict"
      placeholder={props.onEmpty ? t('questions.never') : undefined}
      disabled={props.isDisabled}
      onChange={(value) => {
        if (typeof value === 'number') props.onChange(value);
        else props.onEmpty?.();
      }}
    />
  );
}

function Toggle(props: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <Switch
      className={styles.toggle}
      size="xs"
      label={props.label}
      checked={props.isOn}
      onChange={({ currentTarget }) => props.onChange(currentTarget.checked)}
    />
  );
}
