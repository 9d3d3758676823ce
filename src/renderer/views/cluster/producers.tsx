/** Who produces now. */
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Section } from '../../ui/page.tsx';
import table from '../../ui/table.module.css';
import type { ClusterState, ProducerMeasures } from '../../../main/contract/index.ts';

export function Producers({ producers }: { readonly producers: ClusterState['producers'] }) {
  const t = useT();
  const format = useFormat();
  const rows = Object.entries(producers);
  const isTold = rows.some(([, { own }]) => own !== null);
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
                {isTold && <OwnHead />}
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
                  {isTold && <OwnCells own={producer.own} />}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > 0 && !isTold && <p className="soft">{t('cluster.ownHint')}</p>}
    </Section>
  );
}

/** What producers tell of themselves. */
function OwnHead() {
  const t = useT();
  return (
    <>
      {(['ownLatency', 'ownQueue', 'ownBatch', 'ownErrors'] as const).map((name) => (
        <th key={name} scope="col" className="num">
          {t(`cluster.${name}`)}
        </th>
      ))}
    </>
  );
}

function OwnCells({ own }: { readonly own: ProducerMeasures | null }) {
  const format = useFormat();
  const cell = (value: number | null | undefined, write: (value: number) => string) => (
    <td className="num" title={own?.software}>
      {value === null || value === undefined ? '–' : write(value)}
    </td>
  );
  return (
    <>
      {cell(own?.requestLatencyMs, format.rate)}
      {cell(own?.queueTimeMs, format.rate)}
      {cell(own?.batchSizeBytes, format.bytes)}
      {cell(own?.recordErrorsPerS, format.rate)}
    </>
  );
}
