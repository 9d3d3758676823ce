/** One long action where it was started: how far, how fast, what came of it, and its end. */
import { Button } from '@mantine/core';
import { ContractError, type TaskState } from '../../main/contract/index.ts';
import { api } from '../client/connection.ts';
import { useTask } from '../client/live-parts.ts';
import { useAction } from '../client/use-query.ts';
import { useFormat, useT } from '../i18n/index.ts';
import { ErrorNote } from './states.tsx';
import { amountText, progressOf } from './task-model.ts';
import styles from './task-progress.module.css';
import { useNowMs } from './ticks.ts';

export function TaskProgress({ taskId }: { readonly taskId: string }) {
  const task = useTask(taskId);
  return task ? <TaskLine taskId={taskId} task={task} /> : null;
}

export function TaskLine(props: { readonly taskId: string; readonly task: TaskState }) {
  const t = useT();
  const { taskId, task } = props;
  const cancel = useAction(() => api['tasks.cancel']({ taskId }));
  const dismiss = useAction(() => api['tasks.dismiss']({ taskId }));
  const name = t(`tasks.kind-${task.kind}`, { subject: task.subject });
  const isRunning = task.phase === 'running';
  const act = isRunning ? cancel : dismiss;
  return (
    <div className={styles.task} data-phase={task.phase}>
      <div className={styles.head}>
        <strong className={styles.name}>{name}</strong>
        <Numbers task={task} />
        <Button
          size="compact-xs"
          variant="default"
          loading={act.isRunning}
          onClick={() => void act.run()}
          aria-label={t(isRunning ? 'tasks.cancelNamed' : 'tasks.dismissNamed', { name })}
        >
          {t(isRunning ? 'tasks.cancel' : 'tasks.dismiss')}
        </Button>
      </div>
      {isRunning && <Bar task={task} name={name} />}
      {task.error && <ErrorNote error={errorOf(task.error)} />}
      {act.error !== null && <ErrorNote error={act.error} />}
    </div>
  );
}

function Bar({ task, name }: { readonly task: TaskState; readonly name: string }) {
  const { share } = progressOf(task, task.startedAtMs);
  return (
    <div
      className={styles.bar}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      data-unknown={share === null || undefined}
    >
      <span style={share === null ? undefined : { transform: `scaleX(${share})` }} />
    </div>
  );
}

function Numbers({ task }: { readonly task: TaskState }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  const { perS, leftMs, spanMs } = progressOf(task, nowMs);
  const amount = (value: number) => amountText(value, task.unit, format);
  const done =
    task.total === null
      ? amount(task.done)
      : t('tasks.doneOf', { done: amount(task.done), total: amount(task.total) });
  return (
    <span className={styles.numbers}>
      <span>{t(`tasks.${task.phase}`)}</span>
      <span>{done}</span>
      {perS > 0 && <span>{t('common.perS', { rate: amount(Math.round(perS)) })}</span>}
      {task.phase === 'running' ? (
        leftMs !== null && <span>{t('tasks.left', { span: format.span(leftMs) })}</span>
      ) : (
        <span>{t('tasks.took', { span: format.span(spanMs) })}</span>
      )}
    </span>
  );
}

function errorOf({ code, data, message }: NonNullable<TaskState['error']>): ContractError {
  return new ContractError(code, data, message);
}
