/** Exports, imports and copies that go on or have just ended, with what came of them. */
import type { TaskState } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import { TaskProgress } from '../../ui/task-progress.tsx';
import { clusterTasks, fileNameOf } from './model.ts';
import styles from './settings.module.css';
import { useTasks } from './use-cluster-actions.ts';
import { useAppInfo } from './use-settings.ts';

export function ClusterTasks() {
  const tasks = clusterTasks(useTasks());
  if (tasks.length === 0) return null;
  return (
    <div className={styles.tasks}>
      {tasks.map(([taskId, task]) => (
        <div key={taskId}>
          <TaskProgress taskId={taskId} />
          <Outcome task={task} />
        </div>
      ))}
    </div>
  );
}

function Outcome({ task }: { readonly task: TaskState }) {
  const t = useT();
  const format = useFormat();
  const isBrowser = useAppInfo().value?.shell === 'browser';
  const { file, sizeBytes } = task.result ?? {};
  if (task.kind !== 'export-cluster' || typeof file !== 'string') return null;
  const name = fileNameOf(file);
  const isServed = isBrowser && /[/\\]exports[/\\][^/\\]+$/.test(file);
  return (
    <div className={styles.outcome}>
      <span>{t('settings.exported', { size: format.bytes(Number(sizeBytes)) })}</span>
      <code>{file}</code>
      <Copy text={file} label={t('settings.copyFile')} />
      {isServed && (
        <a href={`exports/${encodeURIComponent(name)}`} download={name}>
          {t('settings.download')}
        </a>
      )}
    </div>
  );
}
