/** Where the group stands in each partition. */
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Section } from '../../ui/page.tsx';
import table from '../../ui/table.module.css';
import { Term } from '../../ui/term.tsx';
import type { GroupDetail } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import { type OffsetRow, offsetRows } from './model.ts';

export function GroupOffsets({ group }: { readonly group: GroupDetail }) {
  const t = useT();
  const rows = offsetRows(group);
  return (
    <Section title={t('groups.offsets')}>
      {rows.length === 0 ? (
        <p className="soft">{t('groups.noOffsets')}</p>
      ) : (
        <div className={table.wrap}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('common.topic')}</th>
                <th scope="col" className="num">
                  {t('common.partition')}
                </th>
                <th scope="col" className="num">
                  <Term name="committed">{t('groups.committed')}</Term>
                </th>
                <th scope="col" className="num">
                  {t('groups.end')}
                </th>
                <th scope="col" className="num">
                  <Term name="lag">{t('groups.lag')}</Term>
                </th>
                <th scope="col" aria-hidden="true" className={styles.barHead} />
                <th scope="col" className="num">
                  <Term name="lagTime">{t('groups.lagTime')}</Term>
                </th>
                <th scope="col" className={styles.owner}>
                  {t('groups.owner')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <OffsetLine key={row.key} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function OffsetLine({ row }: { readonly row: OffsetRow }) {
  const t = useT();
  const format = useFormat();
  return (
    <tr>
      <td>
        <TopicLink topic={row.topic} />
      </td>
      <td className="num">{row.partition}</td>
      <td className="num">
        {row.committedOffset === null ? (
          <span className="soft">{t('groups.notYet')}</span>
        ) : (
          format.number(row.committedOffset)
        )}
      </td>
      <td className="num">{format.number(row.logEndOffset)}</td>
      <td className="num">{row.lag === null ? '–' : format.number(row.lag)}</td>
      <td aria-hidden="true">
        <span className={styles.bar}>
          <span style={{ width: `${row.lagShare * 100}%` }} />
        </span>
      </td>
      <td className="num">{row.lagS === null ? '–' : format.span(row.lagS * 1000)}</td>
      <td className={styles.owner}>
        {row.owner ?? <span className="soft">{t('groups.nobody')}</span>}
      </td>
    </tr>
  );
}
