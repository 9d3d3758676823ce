/** A topic at a glance: who leads it, its partitions, and the settings that say most. */
import { useMemo } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerLink } from '../../objects/broker-link.tsx';
import { ConfigTable } from '../../ui/config-table/index.tsx';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { Section } from '../../ui/page.tsx';
import { href, useNavigate } from '../../ui/route.ts';
import { Status } from '../../ui/status.tsx';
import { brokerColor } from '../../theme/theme.ts';
import type { ConfigEntry, TopicPartition } from '../../../main/contract/index.ts';
import { leaderShares, mainSettings } from './model.ts';
import styles from './topics.module.css';
import { alterTopic } from './use-topics.ts';

export function TopicOverview(props: {
  readonly topic: string;
  readonly configs: readonly ConfigEntry[];
  readonly partitions: readonly TopicPartition[];
  readonly onChanged: () => void;
}) {
  const t = useT();
  const { topic, partitions } = props;
  return (
    <>
      <Section title={t('topics.partitions')} actions={<Leaders partitions={partitions} />}>
        <Partitions topic={topic} partitions={partitions} />
      </Section>
      <Section
        title={t('topics.mainConfigs')}
        actions={<a href={href('topics', topic, { tab: 'settings' })}>{t('topics.allConfigs')}</a>}
      >
        <ConfigTable
          label={t('topics.configs')}
          configs={mainSettings(props.configs)}
          own={['topic']}
          exportName={`${topic}-settings`}
          filter={null}
          onlySet={null}
          alter={(changes) => alterTopic(topic, changes)}
          onChanged={props.onChanged}
        />
      </Section>
    </>
  );
}

/** A bar in the brokers' hues, as long as the partitions each of them leads. */
function Leaders({ partitions }: { readonly partitions: readonly TopicPartition[] }) {
  const t = useT();
  const shares = leaderShares(partitions);
  if (shares.length === 0) return null;
  return (
    <ul className={styles.leaders} aria-label={t('topics.leaders')}>
      {shares.map(({ brokerId, count }) => (
        <li key={brokerId} style={{ flexGrow: count }}>
          <span
            className={styles.leaderBar}
            style={{ background: brokerId < 0 ? 'var(--failure)' : brokerColor(brokerId) }}
          />
          {brokerId < 0
            ? t('topics.ledByNobody', { count })
            : t('topics.ledBy', { id: brokerId, count })}
        </li>
      ))}
    </ul>
  );
}

function Partitions(props: {
  readonly topic: string;
  readonly partitions: readonly TopicPartition[];
}) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const { topic } = props;
  const columns = useMemo<readonly Column<TopicPartition>[]>(
    () => [
      {
        id: 'partition',
        header: t('common.partition'),
        term: 'partition',
        widthPx: 84,
        value: (row) => row.partition,
        cell: (row) => (
          <a href={href('messages', topic, { partition: String(row.partition) })}>
            {row.partition}
          </a>
        ),
      },
      {
        id: 'leader',
        header: t('common.leader'),
        term: 'leader',
        widthPx: 96,
        value: (row) => row.leader,
        cell: (row) =>
          row.leader < 0 ? (
            <Status tone="failure">{t('topics.noLeader')}</Status>
          ) : (
            <BrokerLink id={row.leader} />
          ),
      },
      {
        id: 'replicas',
        header: t('common.replicas'),
        term: 'replica',
        value: (row) => row.replicas.join(','),
        cell: (row) => (
          <span className={styles.badges}>
            {row.replicas.map((id) => (
              <BrokerLink key={id} id={id} isOutlined />
            ))}
          </span>
        ),
      },
      {
        id: 'isr',
        header: t('topics.inSync'),
        term: 'isr',
        value: (row) => row.isr.length,
        cell: (row) => <InSync row={row} />,
      },
      {
        ...numeric('epoch', t('topics.epoch'), 'leaderEpoch', (row) => row.leaderEpoch, String),
        givesWay: 1,
      },
      numeric(
        'start',
        t('topics.startOffset'),
        undefined,
        (row) => row.logStartOffset,
        format.number,
      ),
      numeric(
        'end',
        t('topics.endOffset'),
        'highWatermark',
        (row) => row.highWatermark,
        format.number,
      ),
      numeric(
        'kept',
        t('topics.kept'),
        undefined,
        (row) => row.highWatermark - row.logStartOffset,
        format.number,
      ),
    ],
    [t, format, topic],
  );
  return (
    <DataTable
      rows={props.partitions}
      columns={columns}
      rowKey={(row) => String(row.partition)}
      label={t('topics.partitions')}
      exportName={`${topic}-partitions`}
      heightPx={400}
      rowTone={toneOf}
      onOpen={(row) =>
        navigate(href('topics', topic, { tab: 'files', partition: String(row.partition) }))
      }
    />
  );
}

function numeric(
  id: string,
  header: string,
  term: Column<TopicPartition>['term'],
  value: (row: TopicPartition) => number,
  write: (value: number) => string,
): Column<TopicPartition> {
  return { id, header, term, align: 'end', minPx: 90, value, cell: (row) => write(value(row)) };
}

function toneOf({ leader, isr, replicas }: TopicPartition) {
  if (leader < 0) return 'failure';
  return isr.length < replicas.length ? 'attention' : null;
}

function InSync({ row }: { readonly row: TopicPartition }) {
  const share = `${row.isr.length}/${row.replicas.length}`;
  if (row.isr.length >= row.replicas.length) return <span className="soft">{share}</span>;
  return (
    <Status tone="attention">
      {share} [{row.isr.join(', ')}]
    </Status>
  );
}
