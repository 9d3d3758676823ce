/** The form for a new topic. */
import { ActionIcon, Autocomplete, Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { href, navigate } from '../../ui/route.ts';
import { ErrorNote } from '../../ui/states.tsx';
import { commonConfigs, nameProblem } from './model.ts';
import styles from './topics.module.css';
import { useClusterState, useCreateTopic } from './use-topics.ts';

type ConfigLine = { readonly id: number; readonly name: string; readonly value: string };

export function CreateTopic(props: {
  readonly taken: readonly string[];
  readonly onClose: () => void;
}) {
  const t = useT();
  const create = useCreateTopic();
  const brokerCount = Object.keys(useClusterState()?.brokers ?? {}).length;
  const [topic, setTopic] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [partitionCount, setPartitionCount] = useState(3);
  const [replicationFactor, setReplicationFactor] = useState(Math.max(1, Math.min(3, brokerCount)));
  const [configs, setConfigs] = useState<readonly ConfigLine[]>([]);
  const problem = nameProblem(topic, props.taken);
  const isProblemShown =
    problem !== null && (isTried || (topic !== '' && problem !== 'nameMissing'));

  async function submit(): Promise<void> {
    setIsTried(true);
    if (problem !== null) return;
    const named = configs.filter((config) => config.name.trim() !== '');
    const created = await create.run({
      topic,
      partitionCount,
      replicationFactor,
      configs: Object.fromEntries(named.map(({ name, value }) => [name.trim(), value])),
    });
    if (created) navigate(href('topics', created), true);
  }

  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('topics.create')}
      size={560}
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
        <TextInput
          label={t('topics.name')}
          description={t('topics.nameHint')}
          placeholder={t('topics.namePlaceholder')}
          value={topic}
          onChange={(event) => setTopic(event.currentTarget.value)}
          error={isProblemShown ? t(`topics.${problem}`) : null}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
        />
        <div className={styles.pair}>
          <NumberInput
            label={t('topics.partitionCount')}
            value={partitionCount}
            onChange={(value) => setPartitionCount(Number(value) || 1)}
            min={1}
            max={1000}
            allowDecimal={false}
          />
          <NumberInput
            label={t('topics.replicationFactor')}
            value={replicationFactor}
            onChange={(value) => setReplicationFactor(Number(value) || 1)}
            min={1}
            max={Math.max(1, brokerCount)}
            allowDecimal={false}
          />
        </div>
        <ConfigLines lines={configs} onChange={setConfigs} />
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

function ConfigLines(props: {
  readonly lines: readonly ConfigLine[];
  readonly onChange: (lines: readonly ConfigLine[]) => void;
}) {
  const t = useT();
  const change = (id: number, part: Partial<ConfigLine>) =>
    props.onChange(props.lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  const nextId = Math.max(0, ...props.lines.map((line) => line.id)) + 1;
  return (
    <fieldset className={styles.configs}>
      <legend>{t('topics.configs')}</legend>
      {props.lines.map((line) => (
        <div key={line.id} className={styles.configLine}>
          <Autocomplete
            aria-label={t('topics.configName')}
            placeholder="retention.ms"
            data={commonConfigs}
            value={line.name}
            onChange={(name) => change(line.id, { name })}
          />
          <TextInput
            aria-label={t('topics.configValue')}
            placeholder={t('topics.configValue')}
            value={line.value}
            onChange={(event) => change(line.id, { value: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('topics.removeConfig', { name: line.name })}
            onClick={() => props.onChange(props.lines.filter((other) => other.id !== line.id))}
          >
            <Icon name="close" />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<Icon name="plus" size={13} />}
        onClick={() => props.onChange([...props.lines, { id: nextId, name: '', value: '' }])}
      >
        {t('topics.addConfig')}
      </Button>
    </fieldset>
  );
}
