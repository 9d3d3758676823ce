/** A topic's partitions: where they are led, kept and in sync, and what they hold. */
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerLink } from '../../objects/broker-link.tsx';
import { Section } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import table from '../../ui/table.module.css';
import { Term } from '../../ui/term.tsx';
import type { TopicPartition } from '../../../main/contract/index.ts';
import styles from './topics.module.css';

export function TopicPartitions({
  partitions,
}: {
  readonly partitions: readonly TopicPartition[];
}) {
  const t = useT();
  return (
    <Section title={t('topics.partitions')}>
      <div className={table.wrap}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">
                <Term name="partition">{t('common.partition')}</Term>
              </th>
              <th scope="col">
                <Term name="leader">{t('common.leader')}</Term>
              </th>
              <th scope="col">
                <Term name="replica">{t('common.replicas')}</Term>
              </th>
              <th scope="col">
                <Term name="isr">{t('topics.inSync')}</Term>
              </th>
              <th scope="col" className="num">
                <Term name="leaderEpoch">{t('topics.epoch')}</Term>
              </th>
              <th scope="col" className="num">
                {t('topics.startOffset')}
              </th>
              <th scope="col" className="num">
                <Term name="highWatermark">{t('topics.endOffset')}</Term>
              </th>
              <th scope="col" className="num">
                {t('topics.kept')}
              </th>
            </tr>
          </thead>
          <tbody>
            {partitions.map((row) => (
              <PartitionLine key={row.partition} row={row} />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function PartitionLine({ row }: { readonly row: TopicPartition }) {
  const t = useT();
  const format = useFormat();
  return (
    <tr>
      <td>{row.partition}</td>
      <td>
        {row.leader < 0 ? (
          <Status tone="failure">{t('topics.noLeader')}</Status>
        ) : (
          <BrokerLink id={row.leader} />
        )}
      </td>
      <td>
        <span className={styles.badges}>
          {row.replicas.map((id) => (
            <BrokerLink key={id} id={id} isOutlined />
          ))}
        </span>
      </td>
      <td>
        {row.isr.length < row.replicas.length ? (
          <Status tone="attention">
            {row.isr.length}/{row.replicas.length} [{row.isr.join(', ')}]
          </Status>
        ) : (
          <span className="soft">
            {row.isr.length}/{row.replicas.length}
          </span>
        )}
      </td>
      <td className="num">{row.leaderEpoch}</td>
      <td className="num">{format.number(row.logStartOffset)}</td>
      <td className="num">{format.number(row.highWatermark)}</td>
      <td className="num">{format.number(row.highWatermark - row.logStartOffset)}</td>
    </tr>
  );
}
