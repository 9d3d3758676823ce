/** The form for a new topic: what it is for first, then its name, size and settings. */
import { Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { href, useNavigate } from '../../ui/route.ts';
import { ErrorNote } from '../../ui/states.tsx';
import { type ConfigLine, ConfigLines } from './config-lines.tsx';
import { nameProblem } from './model.ts';
import { NameHint } from './name-hint.tsx';
import { PresetPicker } from './preset-picker.tsx';
import { type Preset, presetsFor } from './presets.ts';
import styles from './topics.module.css';
import { useClusterState, useCreateTopic } from './use-topics.ts';

export function CreateTopic(props: {
  readonly taken: readonly string[];
  readonly onClose: () => void;
}) {
  const t = useT();
  const navigate = useNavigate();
  const create = useCreateTopic();
  const brokerCount = Object.keys(useClusterState()?.brokers ?? {}).length;
  const presets = presetsFor(brokerCount);
  const [topic, setTopic] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [presetName, setPresetName] = useState<Preset['name']>('plain');
  const [partitionCount, setPartitionCount] = useState(3);
  const [replicas, setReplicas] = useState<number | null>(null);
  const [configs, setConfigs] = useState<readonly ConfigLine[]>([]);
  const replicationFactor = replicas ?? Math.max(1, Math.min(3, brokerCount));
  const problem = nameProblem(topic, props.taken);
  const isProblemShown = problem !== null && (isTried || topic !== '');
  const preset = presets.find(({ name }) => name === presetName) as Preset;

  function choose(next: Preset): void {
    setPresetName(next.name);
    setPartitionCount(next.partitionCount);
    setConfigs(next.settings.map(({ name, value }, index) => ({ id: index + 1, name, value })));
  }

  async function submit(): Promise<void> {
    setIsTried(true);
    if (problem !== null) return;
    const named = configs.filter((config) => config.name.trim() !== '');
    const created = await create.run({
      topic,
      partitionCount,
      replicationFactor,
      configs: Object.fromEntries(named.map(({ name, value }) => [name.trim(), value.trim()])),
    });
    if (created) navigate(href('topics', created), true);
  }

  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('topics.create')}
      size={720}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div>
          <TextInput
            label={t('topics.name')}
            placeholder={t('topics.namePlaceholder')}
            value={topic}
            onChange={(event) => setTopic(event.currentTarget.value)}
            aria-invalid={isProblemShown || undefined}
            spellCheck={false}
            autoComplete="off"
            data-autofocus
          />
          <NameHint name={topic} problem={isProblemShown ? problem : null} />
        </div>
        <PresetPicker presets={presets} chosen={preset} onChoose={choose} />
        <div className={styles.pair}>
          <NumberInput
            label={t('topics.partitionCount')}
            value={partitionCount}
            onChange={(value) => setPartitionCount(Number(value) || 1)}
            min={1}
            max={10_000}
            allowDecimal={false}
          />
          <NumberInput
            label={t('topics.replicationFactor')}
            value={replicationFactor}
            onChange={(value) => setReplicas(Number(value) || 1)}
            min={1}
            max={Math.max(1, brokerCount)}
            allowDecimal={false}
          />
        </div>
        <ConfigLines lines={configs} preset={preset} onChange={setConfigs} />
        {create.error !== null && <ErrorNote error={create.error} />}
        <div className={styles.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={create.isRunning}>
            {t('topics.create')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
