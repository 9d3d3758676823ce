/** The table that a service keeps: its newest rows, live. */
import { Select } from '@mantine/core';
import { useFormat, useLanguage, useT } from '../../i18n/index.ts';
import { Section } from '../../ui/page.tsx';
import { ErrorNote, SkeletonRows } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import type { Cell, Scenario } from '../../../main/contract/index.ts';
import styles from './scenarios.module.css';
import { useServiceTable } from './use-scenarios.ts';

export function ServiceTables(props: {
  readonly scenario: Scenario;
  readonly hasRun: boolean;
  readonly selected: string;
  readonly onSelect: (service: string) => void;
}) {
  const t = useT();
  const language = useLanguage();
  const { services } = props.scenario;
  const service = services.find(({ name }) => name === props.selected);
  return (
    <Section
      title={
        service?.table ? t('scenarios.table', { table: service.table }) : t('scenarios.tableOf')
      }
      actions={
        <Select
          size="xs"
          aria-label={t('scenarios.tableOf')}
          data={services.map(({ name, title }) => ({ value: name, label: title[language] }))}
          value={props.selected}
          onChange={(name) => name && props.onSelect(name)}
          allowDeselect={false}
        />
      }
    >
      {!service?.table && <p className="soft">{t('scenarios.noTable')}</p>}
      {service?.table && !props.hasRun && <p className="soft">{t('scenarios.tableAfterRun')}</p>}
      {service?.table && props.hasRun && <Rows key={service.name} service={service.name} />}
    </Section>
  );
}

function Rows({ service }: { readonly service: string }) {
  const t = useT();
  const format = useFormat();
  const { status, value, error } = useServiceTable(service);
  if (status === 'failed') return <ErrorNote error={error} />;
  if (!value) return <SkeletonRows count={5} />;
  if (value.rows.length === 0) return <p className="soft">{t('scenarios.noRows')}</p>;
  return (
    <>
      {/* Focusable, so that the keyboard can scroll it. */}
      <div className={styles.rows} role="region" aria-label={value.table} tabIndex={0}>
        <table className={table.table}>
          <thead>
            <tr>
              {value.columns.map((column, index) => (
                <th
                  key={column}
                  scope="col"
                  className={isNumeric(value.rows, index) ? 'num' : undefined}
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {value.rows.map((row, index) => (
              <tr key={`${value.rowCount - index} ${String(row[0])}`}>
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
      <p className={styles.rowCount}>
        {t('scenarios.rowCount', { count: value.rowCount, amount: format.number(value.rowCount) })}
      </p>
    </>
  );
}

function isNumeric(rows: readonly (readonly Cell[])[], column: number): boolean {
  return typeof rows[0]?.[column] === 'number';
}
