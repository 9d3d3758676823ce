/** An export on its way, and where its file lies. */
import { Button } from '@mantine/core';
import { useTask } from '../../client/live-parts.ts';
import { useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TaskProgress } from '../../ui/task-progress.tsx';
import styles from './messages.module.css';

export function ExportStatus({ taskId }: { readonly taskId: string }) {
  const t = useT();
  const task = useTask(taskId);
  const result = task?.result;
  const [file, path] = [result?.['file'], result?.['path']];
  return (
    <div className={styles.task}>
      <TaskProgress taskId={taskId} />
      {typeof file === 'string' && typeof path === 'string' && (
        <div className={styles.taskDone}>
          <span>{t('messages.exported', { count: Number(result?.['recordCount'] ?? 0) })}</span>
          {window.rivulet === undefined && (
            <Button
              component="a"
              size="compact-xs"
              href={`exports/${encodeURIComponent(file)}`}
              download={file}
              leftSection={<Icon name="download" size={13} />}
            >
              {t('messages.downloadFile')}
            </Button>
          )}
          <code className={styles.taskPath}>{path}</code>
          <Copy text={path} label={t('messages.copyPath')} />
        </div>
      )}
    </div>
  );
}
