/** A second topic with the same shape and settings, and with the records where wanted. */
import { Button, Modal, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { href, useNavigate } from '../../ui/route.ts';
import { ErrorNote } from '../../ui/states.tsx';
import { TaskProgress } from '../../ui/task-progress.tsx';
import { nameProblem } from './model.ts';
import { NameHint } from './name-hint.tsx';
import styles from './topics.module.css';
import { useCloneTopic, useTopics } from './use-topics.ts';

export function CloneTopic(props: {
  readonly topic: string;
  readonly recordCount: number;
  readonly onClose: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const { topic } = props;
  const taken = Object.keys(useTopics().value?.topics ?? {});
  const [to, setTo] = useState(`${topic}-copy`);
  const [isWithData, setIsWithData] = useState(false);
  const [taskId, setTaskId] = useState<string | null>(null);
  const { run, isRunning, error } = useCloneTopic();
  const problem = nameProblem(to, taken);
  const submit = async () => {
    if (problem !== null) return;
    const started = await run({ topic, to, isWithData });
    if (!started) return;
    if (started.taskId === null) navigate(href('topics', to));
    setTaskId(started.taskId);
  };
  return (
    <Modal
      opened
      size={520}
      onClose={props.onClose}
      title={t('topics.cloneTitle', { topic })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {taskId === null ? (
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <p>{t('topics.cloneText')}</p>
          <div>
            <TextInput
              label={t('topics.cloneName')}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
              spellCheck={false}
              autoComplete="off"
              data-autofocus
            />
            <NameHint name={to} problem={problem} />
          </div>
          <Switch
            checked={isWithData}
            onChange={(event) => setIsWithData(event.currentTarget.checked)}
            label={t('topics.cloneData', {
              count: props.recordCount,
              amount: format.number(props.recordCount),
            })}
            description={t('topics.cloneDataText')}
          />
          {error !== null && <ErrorNote error={error} />}
          <div className={styles.buttons}>
            <Button variant="default" onClick={props.onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={isRunning} disabled={problem !== null}>
              {t('topics.clone')}
            </Button>
          </div>
        </form>
      ) : (
        <div className={styles.form}>
          <TaskProgress taskId={taskId} />
          <p className="soft">{t('topics.cloneGoesOn')}</p>
          <div className={styles.buttons}>
            <Button variant="default" onClick={props.onClose}>
              {t('common.close')}
            </Button>
            <Button component="a" href={href('topics', to)} onClick={props.onClose}>
              {t('common.openTopic')}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
