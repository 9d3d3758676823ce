/** Who produces now. */
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Section } from '../../ui/page.tsx';
import table from '../../ui/table.module.css';
import type { ClusterState } from '../../../main/contract/index.ts';

export function Producers({ producers }: { readonly producers: ClusterState['producers'] }) {
  const t = useT();
  const format = useFormat();
  const rows = Object.entries(producers);
  return (
    <Section title={t('cluster.producers')}>
      {rows.length === 0 ? (
        <p className="soft">{t('cluster.producersEmpty')}</p>
      ) : (
        <div className={table.wrap}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('cluster.client')}</th>
                <th scope="col">{t('cluster.host')}</th>
                <th scope="col">{t('common.topics')}</th>
                <th scope="col" className="num">
                  {t('cluster.records')}
                </th>
                <th scope="col" className="num">
                  {t('cluster.bytes')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([key, producer]) => (
                <tr key={key}>
                  <td>{producer.clientId}</td>
                  <td>
                    <code>{producer.host}</code>
                  </td>
                  <td>
                    {producer.topics.map((topic, index) => (
                      <span key={topic}>
                        {index > 0 && ', '}
                        <TopicLink topic={topic} />
                      </span>
                    ))}
                  </td>
                  <td className="num">{format.rate(producer.recordsPerS)}</td>
                  <td className="num">{format.bytes(producer.bytesPerS)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
