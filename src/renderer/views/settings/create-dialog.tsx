/** A further cluster on this computer. */
import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ClustersState } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { FormDialog } from './form-dialog.tsx';
import { isPort, nameProblem } from './model.ts';
import styles from './settings.module.css';
import { useCreate } from './use-cluster-actions.ts';

export function CreateDialog(props: {
  readonly clusters: ClustersState['clusters'];
  readonly onClose: () => void;
}) {
  const t = useT();
  const create = useCreate();
  const [name, setName] = useState('');
  const [brokerCount, setBrokerCount] = useState(3);
  const [port, setPort] = useState<number | null>(null);
  const [isStarted, setIsStarted] = useState(true);
  const [isTried, setIsTried] = useState(false);
  const problem = nameProblem(name, props.clusters);
  const isPortGood = port === null || isPort(port);

  async function submit(): Promise<void> {
    setIsTried(true);
    if (problem !== null || !isPortGood) return;
    const params = { name: name.trim(), brokerCount, ...(port !== null && { port }) };
    if (await create.run(params, isStarted)) props.onClose();
  }

  return (
    <FormDialog
      title={t('settings.create')}
      action={t('settings.createAction')}
      isRunning={create.isRunning}
      error={create.error}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <TextInput
        label={t('settings.name')}
        placeholder={t('settings.namePlaceholder')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={
          problem !== null && (isTried || problem === 'nameTaken') ? t(`settings.${problem}`) : null
        }
        maxLength={60}
        autoComplete="off"
        data-autofocus
      />
      <div className={styles.pair}>
        <NumberInput
          label={t('settings.brokerCount')}
          description={t('settings.brokerCountHint')}
          value={brokerCount}
          onChange={(value) => setBrokerCount(Number(value) || 1)}
          min={1}
          max={9}
          clampBehavior="strict"
          allowDecimal={false}
        />
        <NumberInput
          label={t('settings.firstPort')}
          description={t('settings.firstPortHint')}
          value={port ?? ''}
          onChange={(value) => setPort(value === '' ? null : Number(value))}
          error={isPortGood ? null : t('settings.portForm')}
          allowDecimal={false}
          hideControls
        />
      </div>
      <Checkbox
        label={t('settings.createAndStart')}
        checked={isStarted}
        onChange={(event) => setIsStarted(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
