/** One producer: how fast, where to, how, and what to change. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ProducerDetail, ProducerRow } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { CopyLink } from '../../ui/copy-link.tsx';
import { Crumbs } from '../../ui/crumbs.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { href } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import { Term } from '../../ui/term.tsx';
import { Time } from '../../ui/time.tsx';
import { Hints } from './hints.tsx';
import { nameOf } from './model.ts';
import { acksKey } from './producer-columns.tsx';
import { ProducerHistory } from './producer-history.tsx';
import { Connections, Errors, Partitions } from './producer-tables.tsx';
import styles from './producers.module.css';
import { useNames } from './use-names.ts';
import { useProducer } from './use-producers.ts';

const tones = { writing: 'done', idle: 'quiet', gone: 'quiet' } as const;

export function ProducerDetailPage({ id }: { readonly id: string }) {
  const t = useT();
  const names = useNames();
  const { status, value, error } = useProducer(id);
  const producer = value?.producer ?? null;
  const name = producer ? nameOf(producer, names) : id;
  return (
    <Page
      title={
        <Crumbs parent={{ label: t('producers.backToList'), href: href('producers') }}>
          {name}
        </Crumbs>
      }
      note={
        producer && (
          <span className={styles.state}>
            <Status tone={tones[producer.phase]}>{t(`producers.phase-${producer.phase}`)}</Status>
            {producer.software && <span>{producer.software}</span>}
            {producer.host !== null && <code>{producer.host}</code>}
          </span>
        )
      }
      actions={<CopyLink />}
    >
      {!value && status === 'failed' && <ErrorState error={error} />}
      {!value && status === 'loading' && <SkeletonRows count={8} heightPx={22} />}
      {value && !producer && <NotFound />}
      {value && producer && <Loaded name={name} detail={value} producer={producer} />}
    </Page>
  );
}

function NotFound() {
  const t = useT();
  return (
    <EmptyState
      icon="producer"
      title={t('producers.notFoundTitle')}
      action={
        <Button component="a" href={href('producers')} variant="default">
          {t('producers.notFoundAction')}
        </Button>
      }
    >
      {t('producers.notFoundText')}
    </EmptyState>
  );
}

function Loaded(props: {
  readonly name: string;
  readonly detail: ProducerDetail;
  readonly producer: ProducerRow;
}) {
  const t = useT();
  const { name, detail, producer } = props;
  const isExact = detail.source === 'exact';
  return (
    <>
      <Figures producer={producer} />
      <Section title={t('producers.hintsTitle')}>
        <Hints hints={producer.hints} />
      </Section>
      <Section title={t('producers.history')}>
        <ProducerHistory name={name} history={detail.history} hasBytes={isExact} />
      </Section>
      <Section title={t('producers.partitionsTitle')}>
        <Partitions name={name} partitions={detail.partitions} source={detail.source} />
      </Section>
      {isExact && (
        <>
          <Section title={t('producers.connectionsTitle')}>
            <Connections name={name} connections={detail.connections} />
          </Section>
          <Section title={t('producers.errorsTitle')}>
            <Errors name={name} errors={producer.errors ?? []} />
          </Section>
          <Own own={producer.own} />
        </>
      )}
    </>
  );
}

/** The figures that matter at a glance; what nobody can tell is left out. */
function Figures({ producer }: { readonly producer: ProducerRow }) {
  const t = useT();
  const format = useFormat();
  const { batchRecords, batchBytes, codecs, acks, bytesPerS, producerIds } = producer;
  const { records, transaction, principal, sinceMs, lastMs, delivery } = producer;
  const facts: readonly (readonly [ReactNode, ReactNode] | null)[] = [
    [t('producers.records'), <b key="r">{format.rate(producer.recordsPerS)}</b>],
    bytesPerS === null ? null : [t('producers.bytes'), <b key="b">{format.bytes(bytesPerS)}</b>],
    records === null ? null : [t('producers.total'), format.number(records)],
    batchRecords === null
      ? null
      : [
          <Term key="t" name="batch">
            {t('producers.batchRecords')}
          </Term>,
          format.rate(batchRecords),
        ],
    batchBytes === null ? null : [t('producers.batchBytes'), format.bytes(batchBytes)],
    codecs === null
      ? null
      : [
          <Term key="t" name="codec">
            {t('producers.codec')}
          </Term>,
          codecs.join(', ') || '–',
        ],
    acks === null
      ? null
      : [
          <Term key="t" name="acks">
            {t('producers.acks')}
          </Term>,
          acks.map((one) => t(acksKey(one))).join(', ') || '–',
        ],
    [
      <Term key="t" name="delivery">
        {t('producers.delivery')}
      </Term>,
      t(`producers.delivery-${delivery}`),
    ],
    producerIds.length === 0
      ? null
      : [
          <Term key="t" name="producerId">
            {t('producers.byId', { id: '' }).trim()}
          </Term>,
          producerIds.map(({ id, epoch }) => `${id}:${epoch}`).join(', '),
        ],
    transaction === null
      ? null
      : [t('producers.transaction'), <Transaction key="x" of={transaction} />],
    principal === null ? null : [t('producers.principal'), <code key="p">{principal}</code>],
    sinceMs === null ? null : [t('producers.since'), <Time key="s" atMs={sinceMs} />],
    lastMs > 0 ? [t('producers.last'), <Time key="l" atMs={lastMs} />] : null,
  ];
  return (
    <dl className={styles.figures}>
      {facts
        .filter((fact) => fact !== null)
        .map(([label, value], index) => (
          // The list is built anew in the same order each time.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Transaction({ of }: { readonly of: NonNullable<ProducerRow['transaction']> }) {
  const t = useT();
  const format = useFormat();
  const { transactionalId, state, timeoutMs } = of;
  return (
    <span>
      <code>{transactionalId}</code>
      {state !== null && ` · ${state}`}
      {timeoutMs !== null && ` · ${t('producers.timeout', { span: format.span(timeoutMs) })}`}
    </span>
  );
}

function Own({ own }: { readonly own: ProducerRow['own'] }) {
  const t = useT();
  const format = useFormat();
  const facts =
    own &&
    ([
      [
        t('producers.ownLatency'),
        own.requestLatencyMs,
        (ms: number) => t('producers.ms', { value: format.rate(ms) }),
      ],
      [
        t('producers.ownQueue'),
        own.queueTimeMs,
        (ms: number) => t('producers.ms', { value: format.rate(ms) }),
      ],
      [t('producers.ownBatch'), own.batchSizeBytes, format.bytes],
      [t('producers.ownErrors'), own.recordErrorsPerS, format.rate],
    ] as const);
  return (
    <Section title={t('producers.ownTitle')}>
      {facts ? (
        <dl className={styles.figures}>
          {facts.map(([label, value, write]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value === null ? '–' : write(value)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="soft">{t('producers.ownHint')}</p>
      )}
    </Section>
  );
}
