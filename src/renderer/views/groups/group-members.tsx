/** The members of a group and the partitions that each reads. */
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Section } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import table from '../../ui/table.module.css';
import { Term } from '../../ui/term.tsx';
import type { GroupDetail } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import { type MemberRow, memberRows } from './model.ts';

export function GroupMembers({ group }: { readonly group: GroupDetail }) {
  const t = useT();
  const rows = memberRows(group);
  return (
    <Section title={t('groups.memberCount', { count: rows.length })}>
      {rows.length === 0 ? (
        <p className="soft">{t('groups.noMembers')}</p>
      ) : (
        <div className={table.wrap}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('groups.client')}</th>
                <th scope="col">{t('groups.memberId')}</th>
                <th scope="col">{t('groups.host')}</th>
                <th scope="col">{t('groups.assigned')}</th>
                <th scope="col" className="num">
                  {t('groups.lag')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <MemberLine key={row.memberId} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function MemberLine({ row }: { readonly row: MemberRow }) {
  const t = useT();
  const format = useFormat();
  return (
    <tr>
      <td>{row.clientId}</td>
      <td>
        <code className={styles.memberId} title={row.memberId}>
          {row.memberId}
        </code>
        {row.instanceId !== null && (
          <div className="soft">{t('groups.instance', { id: row.instanceId })}</div>
        )}
      </td>
      <td>
        <code>{row.host}</code>
      </td>
      <td>
        {row.isIdle ? (
          <Status tone="quiet">
            <Term name="idleMember">{t('groups.idle')}</Term>
          </Status>
        ) : (
          <span className={styles.assignment}>
            {row.assignment.map(({ topic, partitions }) => (
              <span key={topic}>
                <TopicLink topic={topic} />{' '}
                {partitions.map((partition) => (
                  <span key={partition} className={styles.partition}>
                    {partition}
                  </span>
                ))}
              </span>
            ))}
          </span>
        )}
      </td>
      <td className="num">{format.number(row.lag)}</td>
    </tr>
  );
}
