/** All long actions: how many run, and on a click how far each of them is. */
import { Popover, UnstyledButton } from '@mantine/core';
import { useLive } from '../client/live.ts';
import { useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { TaskLine } from '../ui/task-progress.tsx';
import styles from './task-tray.module.css';

export function TaskTray() {
  const t = useT();
  const tasks = Object.entries(useLive('tasks', {}).value?.tasks ?? {});
  const runningCount = tasks.filter(([, { phase }]) => phase === 'running').length;
  const hasFailed = tasks.some(([, { phase }]) => phase === 'failed');
  const label =
    runningCount > 0 ? t('tasks.runningCount', { count: runningCount }) : t('tasks.title');
  return (
    <Popover position="top-end" width={440} shadow="none" trapFocus>
      <Popover.Target>
        <UnstyledButton className={styles.tray} data-running={runningCount > 0 || undefined}>
          <Icon name={hasFailed ? 'warning' : 'tasks'} size={14} />
          {label}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={styles.list ?? ''} aria-label={t('tasks.title')}>
        {tasks.length === 0 && <p className="soft">{t('tasks.empty')}</p>}
        {tasks.toReversed().map(([taskId, task]) => (
          <TaskLine key={taskId} taskId={taskId} task={task} />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
