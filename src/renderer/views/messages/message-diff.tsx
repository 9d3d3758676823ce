/** Two messages side by side. */
import { Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Message } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { SkeletonRows } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { pathText, valueOf } from './columns.ts';
import { diffRows, type DiffRow, isSame } from './diff.ts';
import styles from './message-diff.module.css';
import { useWholeMessage } from './use-messages.ts';

export function MessageDiff(props: {
  readonly topic: string;
  readonly left: Message;
  readonly right: Message;
}) {
  const t = useT();
  const { topic } = props;
  const left = useWholeMessage(topic, props.left, 0);
  const right = useWholeMessage(topic, props.right, 0);
  const [isAll, setIsAll] = useState(false);
  const rows = useMemo(
    () => rowsOf(left.message, right.message, t('common.key')),
    [left.message, right.message, t],
  );
  const changed = rows.filter((row) => !isSame(row));
  const shown = isAll ? rows : changed;
  if (left.batch === null || right.batch === null) return <SkeletonRows count={4} />;
  return (
    <div className={styles.diff}>
      <div className={styles.head}>
        <strong role="status">{t('messages.differences', { count: changed.length })}</strong>
        <Switch
          size="xs"
          checked={isAll}
          onChange={(event) => setIsAll(event.currentTarget.checked)}
          label={t('messages.showSame')}
        />
      </div>
      {shown.length > 0 && (
        <div className={table.wrap}>
          <table className={`${table.table} ${styles.table}`}>
            <thead>
              <tr>
                <th>{t('messages.field')}</th>
                <th>
                  <Place message={left.message} />
                </th>
                <th>
                  <Place message={right.message} />
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={pathText(row.path)} data-same={isSame(row) || undefined}>
                  <th scope="row">{pathText(row.path)}</th>
                  <Side text={row.left} other={row.right} sign="-" />
                  <Side text={row.right} other={row.left} sign="+" />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Place({ message }: { readonly message: Message }) {
  const t = useT();
  const format = useFormat();
  const { partition, offset, timestampMs } = message;
  return (
    <>
      {t('messages.place', { partition, offset: format.number(offset) })}{' '}
      <span className="soft">{format.dateTime(timestampMs)}</span>
    </>
  );
}

function Side(props: {
  readonly text: string | null;
  readonly other: string | null;
  readonly sign: '+' | '-';
}) {
  const t = useT();
  const { text } = props;
  const isDifferent = text !== props.other;
  if (text === null) return <td className={styles.absent}>{t('messages.notThere')}</td>;
  return (
    <td className={isDifferent ? styles.changed : undefined} data-sign={props.sign}>
      {isDifferent && <span aria-hidden>{props.sign} </span>}
      <code>{text}</code>
    </td>
  );
}

function rowsOf(left: Message, right: Message, keyName: string): readonly DiffRow[] {
  const [leftValue, rightValue] = [valueOf(left), valueOf(right)];
  const key = { path: [keyName], left: left.key?.text ?? null, right: right.key?.text ?? null };
  const headers = headerRows(left, right);
  if (leftValue !== undefined && rightValue !== undefined) {
    return [key, ...headers, ...diffRows(leftValue, rightValue)];
  }
  return [key, ...headers, ...lineRows(left.value?.text ?? '', right.value?.text ?? '')];
}

function headerRows(left: Message, right: Message): readonly DiffRow[] {
  const names = new Set([...left.headers, ...right.headers].map(({ name }) => name));
  const textOf = ({ headers }: Message, name: string) => {
    const found = headers.filter((header) => header.name === name);
    return found.length === 0 ? null : found.map(({ value }) => value?.text ?? 'null').join(', ');
  };
  return [...names].map((name) => ({
    path: ['headers', name],
    left: textOf(left, name),
    right: textOf(right, name),
  }));
}

const linesMax = 2000;

/** What is no JSON is compared line by line. */
function lineRows(left: string, right: string): readonly DiffRow[] {
  const [leftLines, rightLines] = [left.split('\n', linesMax), right.split('\n', linesMax)];
  const count = Math.max(leftLines.length, rightLines.length);
  return Array.from({ length: count }, (_, index) => ({
    path: [String(index + 1)],
    left: leftLines[index] ?? null,
    right: rightLines[index] ?? null,
  }));
}
