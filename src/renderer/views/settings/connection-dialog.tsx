/** A connection to a cluster of others: tried before it is kept. */
import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ClustersState } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toasts.ts';
import { FormDialog } from './form-dialog.tsx';
import { LoginFields, TlsFields } from './connection-fields.tsx';
import {
  type ConnectionForm,
  connectionForm,
  connectionFormEmpty,
  connectionParams,
  formProblems,
  type Row,
} from './model.ts';
import styles from './settings.module.css';
import { useSaveConnection, useTest } from './use-cluster-actions.ts';

export function ConnectionDialog(props: {
  /** Null: a new one. */
  readonly row: Row<'foreign'> | null;
  readonly clusters: ClustersState['clusters'];
  readonly onClose: () => void;
}) {
  const t = useT();
  const { row } = props;
  const [form, setForm] = useState<ConnectionForm>(() =>
    row ? connectionForm(row) : connectionFormEmpty,
  );
  const [isTried, setIsTried] = useState(false);
  const test = useTest();
  const save = useSaveConnection();
  const problems = formProblems(form, props.clusters, row?.name ?? null);
  const isGood = Object.keys(problems).length === 0;
  const params = { ...connectionParams(form), ...(row && { id: row.id }) };
  const [report, setReport] = useState<Awaited<ReturnType<typeof test.run>>>();

  function change(part: Partial<ConnectionForm>): void {
    setForm((before) => ({ ...before, ...part }));
    setReport(undefined);
    test.clear();
  }

  async function tryIt(): Promise<boolean> {
    setIsTried(true);
    const { name: _name, ...others } = problems;
    if (Object.keys(others).length > 0) return false;
    const found = await test.run(params);
    setReport(found);
    return found !== undefined;
  }

  async function keep(): Promise<void> {
    const { name, isReadOnly } = form;
    const connection = { ...connectionParams(form), name: name.trim(), isReadOnly };
    if (!(await save.run(row?.id ?? null, connection))) return;
    showToast({ tone: 'done', text: t('settings.saved', { name: name.trim() }) });
    props.onClose();
  }

  const textOf = (problem: string | undefined) =>
    isTried && problem !== undefined ? t(`settings.${problem as 'nameMissing'}`) : null;
  return (
    <FormDialog
      title={row ? t('settings.changeTitle', { name: row.name ?? '' }) : t('settings.connectTitle')}
      action={t('settings.saveTested')}
      size={560}
      isRunning={test.isRunning || save.isRunning}
      error={test.error ?? save.error}
      more={
        <>
          {test.error !== null && isGood && (
            <Button variant="subtle" onClick={() => void keep()}>
              {t('settings.saveAnyway')}
            </Button>
          )}
          <Button variant="default" disabled={test.isRunning} onClick={() => void tryIt()}>
            {t('settings.test')}
          </Button>
        </>
      }
      onSubmit={async () => {
        setIsTried(true);
        if (isGood && (await tryIt())) await keep();
      }}
      onClose={props.onClose}
    >
      <TextInput
        label={t('settings.name')}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={textOf(problems.name)}
        maxLength={60}
        autoComplete="off"
        data-autofocus
      />
      <TextInput
        label={t('settings.bootstrap')}
        description={t('settings.bootstrapHint')}
        placeholder="broker-1.example.com:9092"
        value={form.bootstrap}
        onChange={(event) => change({ bootstrap: event.currentTarget.value })}
        error={textOf(problems.bootstrap)}
        spellCheck={false}
        autoComplete="off"
      />
      <TlsFields form={form} onChange={change} problem={textOf(problems.ca)} />
      <LoginFields
        form={form}
        onChange={change}
        problem={textOf(problems.username)}
        hasPassword={row?.hasPassword ?? false}
      />
      <Switch
        label={t('settings.isReadOnly')}
        description={t('settings.isReadOnlyHint')}
        checked={form.isReadOnly}
        onChange={(event) => change({ isReadOnly: event.currentTarget.checked })}
      />
      <div role="status">{report && <Report report={report} />}</div>
    </FormDialog>
  );
}

function Report(props: {
  readonly report: NonNullable<Awaited<ReturnType<ReturnType<typeof useTest>['run']>>>;
}) {
  const t = useT();
  const format = useFormat();
  const { clusterId, brokerCount, topicCount, elapsedMs } = props.report;
  return (
    <span className={styles.done}>
      <Icon name="check" />
      {t('settings.testDone', {
        ms: format.number(elapsedMs),
        clusterId,
        brokers: t('settings.testBrokers', { count: brokerCount }),
        topics: t('settings.testTopics', { count: topicCount }),
      })}
    </span>
  );
}
