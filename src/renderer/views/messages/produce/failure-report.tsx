/** What a task could not write: by line, with the reason, to take along. */
import { Button } from '@mantine/core';
import { ContractError, type Failure } from '../../../../main/contract/index.ts';
import { useTask } from '../../../client/live-parts.ts';
import { errorWords } from '../../../i18n/error-words.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { DataTable } from '../../../ui/data-table/index.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import styles from './produce.module.css';
import { useFailures } from './use-produce.ts';

export function FailureReport(props: { readonly taskId: string }) {
  const t = useT();
  const format = useFormat();
  const task = useTask(props.taskId);
  const { value } = useFailures(props.taskId, task?.endedAtMs ?? 0);
  if (!value) return null;
  const { failures, totalCount } = value;
  const reasonOf = ({ error }: Failure) => {
    const words = errorWords(new ContractError(error.code, error.data, error.message), t);
    return `${words.what} ${words.why}`.trim();
  };
  const sentCount = task?.result?.['sentCount'];
  return (
    <div className={styles.report}>
      <p className={styles.reportHead} role="status">
        <Icon name={totalCount > 0 ? 'warning' : 'check'} size={15} />
        {typeof sentCount === 'number' && (
          <span>
            {t('produce.sentCount', { count: sentCount, amount: format.number(sentCount) })}
          </span>
        )}
        <span>
          {totalCount > 0
            ? t('produce.failedCount', { count: totalCount, amount: format.number(totalCount) })
            : t('produce.failedNone')}
        </span>
        {failures.length > 0 && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Icon name="download" size={13} />}
            onClick={() => saveFile('failed-lines.txt', textOf(failures), 'text/plain')}
          >
            {t('produce.saveFailed')}
          </Button>
        )}
      </p>
      {failures.length > 0 && (
        <DataTable
          label={t('produce.failedTable')}
          rows={failures}
          rowKey={({ line }) => String(line)}
          exportName="failures"
          heightPx={220}
          columns={[
            {
              id: 'line',
              header: t('produce.line'),
              widthPx: 80,
              align: 'end',
              cell: ({ line }) => format.number(line),
              value: ({ line }) => line,
            },
            {
              id: 'reason',
              header: t('produce.reason'),
              grow: 2,
              cell: (row) => (
                <span className={styles.preview} title={reasonOf(row)}>
                  {reasonOf(row)}
                </span>
              ),
              value: reasonOf,
            },
            {
              id: 'text',
              header: t('produce.text'),
              grow: 2,
              cell: ({ text }) => <code className={styles.preview}>{text}</code>,
              value: ({ text }) => text,
            },
          ]}
        />
      )}
    </div>
  );
}

const textOf = (failures: readonly Failure[]): string =>
  failures.map(({ text }) => `${text}\n`).join('');
