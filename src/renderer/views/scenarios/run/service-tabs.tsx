/** What one service of a run shows: its tables, its log, how its consumers stand. */
import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { GraphNode } from '../../../../scenario/edit/graph.ts';
import { list, mapping, nameOf } from '../../../../scenario/edit/references.ts';
import { valueAt } from '../../../../scenario/edit/path.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { GroupLink } from '../../../objects/group-link.tsx';
import { ErrorNote, SkeletonRows } from '../../../ui/states.tsx';
import table from '../../../ui/table.module.css';
import type { Cell } from '../../../../main/contract/index.ts';
import styles from '../panel/panel.module.css';
import { useStudioState } from '../studio-store.ts';
import { useServiceLog, useServiceTable } from '../use-scenarios.ts';
import { useRunStore } from './run-store.ts';

export function ServiceTablesTab({ node }: { readonly node: GraphNode }) {
  const t = useT();
  const tables = useStudioState((state) => valueAt(state.value, [...node.path, 'tables']));
  const names = list(tables).map(nameOf);
  const [chosen, setChosen] = useState<string | null>(null);
  const own = chosen ?? names[0];
  if (own === undefined) return <p className="soft">{t('scenarios.noTable')}</p>;
  return (
    <>
      {names.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t('scenarios.tableOf')}
          data={names}
          value={own}
          onChange={setChosen}
        />
      )}
      <Rows key={own} service={node.name} name={own} />
    </>
  );
}

function Rows({ service, name }: { readonly service: string; readonly name: string }) {
  const t = useT();
  const format = useFormat();
  const { status, value, error } = useServiceTable(service, name);
  if (status === 'failed') return <ErrorNote error={error} />;
  if (!value) return <SkeletonRows count={5} />;
  if (value.rows.length === 0) return <p className="soft">{t('scenarios.noRows')}</p>;
  return (
    <>
      <p className="soft">
        {t('scenarios.rowCount', { count: value.rowCount, amount: format.number(value.rowCount) })}
      </p>
      {/* Focusable, so that the keyboard can scroll it. */}
      <div className={styles.scroll} role="region" aria-label={value.table} tabIndex={0}>
        <table className={table.table}>
          <thead>
            <tr>
              {value.columns.map((column, at) => (
                <th
                  key={column}
                  scope="col"
                  className={isNumeric(value.rows, at) ? 'num' : undefined}
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {value.rows.map((row, at) => (
              <tr key={`${value.rowCount - at} ${String(row[0])}`}>
                {row.map((cell, column) => (
                  <td
                    key={value.columns[column]}
                    className={isNumeric(value.rows, column) ? 'num' : undefined}
                  >
                    {typeof cell === 'number' ? format.number(cell) : cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function isNumeric(rows: readonly (readonly Cell[])[], column: number): boolean {
  return typeof rows[0]?.[column] === 'number';
}

export function ServiceLogTab({ name }: { readonly name: string }) {
  const t = useT();
  const format = useFormat();
  const { status, value, error } = useServiceLog(name);
  if (status === 'failed') return <ErrorNote error={error} />;
  if (!value) return <SkeletonRows count={5} />;
  if (value.lines.length === 0) return <p className="soft">{t('studio.noLog')}</p>;
  return (
    <ol className={styles.log} aria-label={t('studio.tabLog')}>
      {value.lines.toReversed().map(({ atMs, instance, level, message }, at) => (
        <li key={value.lines.length - at} className={styles.logLine} data-level={level}>
          <time dateTime={new Date(atMs).toISOString()}>{format.time(atMs)}</time>
          <span>#{instance}</span>
          <p>{message}</p>
        </li>
      ))}
    </ol>
  );
}

export function ServiceStateTab({ name }: { readonly name: string }) {
  const t = useT();
  const format = useFormat();
  const run = useRunStore((state) => state.run?.services[name]);
  const services = useStudioState((state) => mapping(state.value)['services']);
  if (!run) return <p className="soft">{t('studio.noRuns')}</p>;
  const own = mapping(list(services).find((service) => nameOf(service) === name));
  const group = typeof own['group'] === 'string' ? own['group'] : `${name}-service`;
  const isReader = run.lag !== null;
  const { latencyMs } = run;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ...(isReader ? [[t('common.group'), <GroupLink key="group" groupId={group} />] as const] : []),
    [t('studio.instances'), `${run.upCount}/${run.instanceCount}`],
    [t('scenarios.in'), format.number(run.inCount)],
    [t('scenarios.out'), format.number(run.outCount)],
    ...(isReader ? [[t('common.lag'), format.number(run.lag ?? 0)] as const] : []),
    [t('studio.failedHead'), format.number(run.failedCount)],
    [t('studio.retriedHead'), format.number(run.retriedCount)],
    [t('studio.deadHead'), format.number(run.deadLetteredCount)],
    [t('studio.rowsHead'), format.number(run.rowCount)],
    [
      t('studio.latency'),
      latencyMs
        ? `${format.span(latencyMs.p50)} · ${format.span(latencyMs.p95)} · ${format.span(latencyMs.p99)}`
        : '–',
    ],
    [t('studio.delivery'), t(`studio.delivery-${run.delivery}`)],
    ...(run.deliveryReason ? [[t('studio.deliveryReason'), run.deliveryReason] as const] : []),
    ...(run.lastError ? [[t('studio.lastError'), run.lastError] as const] : []),
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([term, fact]) => (
        <div key={term} style={{ display: 'contents' }}>
          <dt>{term}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
