/** One message: where it lies, its key and headers, its value, and what can be done with it. */
import { Button, Menu } from '@mantine/core';
import type { BatchFacts, Message } from '../../../main/contract/index.ts';
import { useBootstrap } from '../../client/live-parts.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { linkTo } from '../../ui/link-to.ts';
import { href } from '../../ui/route.ts';
import { ErrorNote } from '../../ui/states.tsx';
import { Term } from '../../ui/term.tsx';
import { showToast } from '../../ui/toasts.ts';
import { type Path, pathText } from './columns.ts';
import { kcatCommand, messageJson } from './copy-forms.ts';
import styles from './message-detail.module.css';
import { PayloadView } from './payload-view.tsx';
import { openProduce } from './produce/open.tsx';
import { useWholeMessage } from './use-messages.ts';

export function MessageDetail(props: {
  readonly topic: string;
  readonly message: Message;
  readonly columns: readonly Path[];
  readonly onColumn: (path: Path) => void;
}) {
  const t = useT();
  const { topic, columns } = props;
  const { message, batch, error, load } = useWholeMessage(topic, props.message, 0);
  const shownColumns = new Set(columns.map(pathText));
  const pick = {
    label: (path: Path) =>
      t(shownColumns.has(pathText(path)) ? 'messages.dropColumn' : 'messages.addColumn', {
        name: pathText(path),
      }),
    isOn: (path: Path) => shownColumns.has(pathText(path)),
    perform: props.onColumn,
  };
  return (
    <div className={styles.detail}>
      <div>
        <Actions topic={topic} message={message} />
        <Facts topic={topic} message={message} />
        {batch && <Batch batch={batch} />}
      </div>
      <div className={styles.value}>
        {error !== null && <ErrorNote error={error} />}
        {message.control !== undefined && (
          <p className={styles.control} role="note">
            <Icon name="info" size={15} />
            {t(`messages.controlNote-${message.control}`)}
          </p>
        )}
        {message.key !== null && message.key.text !== '' && (
          <section className={styles.part}>
            <PayloadView topic={topic} message={message} part="key" onLoad={load} />
          </section>
        )}
        <PayloadView topic={topic} message={message} part="value" pick={pick} onLoad={load} />
      </div>
    </div>
  );
}

function Actions({ topic, message }: { readonly topic: string; readonly message: Message }) {
  const t = useT();
  const bootstrap = useBootstrap();
  const { partition, offset } = message;
  const copy = (text: string) => {
    copyText(text);
    showToast({ tone: 'done', text: t('common.copied') });
  };
  return (
    <div className={styles.actions}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="compact-xs" variant="default" leftSection={<Icon name="copy" size={13} />}>
            {t('messages.copyAs')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => copy(messageJson(topic, message))}>
            {t('messages.copyJson')}
          </Menu.Item>
          <Menu.Item onClick={() => copy(kcatCommand(bootstrap, topic, message))}>
            {t('messages.copyKcat')}
          </Menu.Item>
          <Menu.Item onClick={() => copy(linkTo(placeHref(topic, message)))}>
            {t('common.copyLink')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {message.control === undefined && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Icon name="edit" size={13} />}
          onClick={() => openProduce({ topic, t, message: { topic, partition, offset } })}
        >
          {t('messages.editAndSend')}
        </Button>
      )}
      {message.key !== null && message.key.kind !== 'binary' && message.key.text !== '' && (
        <Button
          component="a"
          size="compact-xs"
          variant="default"
          leftSection={<Icon name="follow" size={13} />}
          href={href('follow', null, { key: message.key.text })}
        >
          {t('messages.followKey')}
        </Button>
      )}
      <Button component="a" size="compact-xs" variant="default" href={placeHref(topic, message)}>
        {t('messages.readAround')}
      </Button>
    </div>
  );
}

/** The message with what comes after it in its partition, and itself open. */
function placeHref(topic: string, { partition, offset }: Message): string {
  return href('messages', topic, {
    from: 'offset',
    offset: String(offset),
    partition: String(partition),
    open: `${partition}-${offset}`,
  });
}

function Facts({ topic, message }: { readonly topic: string; readonly message: Message }) {
  const t = useT();
  const format = useFormat();
  const { partition, offset, key } = message;
  return (
    <dl className={styles.facts}>
      <dt>{t('common.topic')}</dt>
      <dd>
        <TopicLink topic={topic} />
      </dd>
      <dt>{t('common.partition')}</dt>
      <dd>{partition}</dd>
      <dt>
        <Term name="offset">{t('common.offset')}</Term>
      </dt>
      <dd>{format.number(offset)}</dd>
      <dt>{t('common.time')}</dt>
      <dd>
        {format.dateTime(message.timestampMs)}{' '}
        <span className="soft">
          {t(
            message.timestampType === 'create'
              ? 'messages.timestampCreate'
              : 'messages.timestampAppend',
          )}
        </span>
      </dd>
      {(key === null || key.text === '') && (
        <>
          <dt>{t('common.key')}</dt>
          <dd>
            <em className="soft">{t(key === null ? 'messages.noKey' : 'messages.emptyPayload')}</em>
          </dd>
        </>
      )}
      <dt>{t('messages.headers')}</dt>
      <dd>
        {message.headers.length === 0 && <span className="soft">{t('messages.noHeaders')}</span>}
        {message.headers.map(({ name, value }, index) => (
          // Kafka allows a name twice; their order is what tells them apart.
          <div key={`${index} ${name}`}>
            <code>
              <span className="soft">{name}:</span>{' '}
              {value === null ? <em className="soft">null</em> : value.text}
            </code>
          </div>
        ))}
      </dd>
    </dl>
  );
}

/** What the batch says, folded away: most readers never ask. */
function Batch({ batch }: { readonly batch: BatchFacts }) {
  const t = useT();
  const format = useFormat();
  const { producer } = batch;
  return (
    <details className={styles.batch}>
      <summary>{t('messages.batch')}</summary>
      <dl className={styles.facts}>
        <dt>{t('messages.batchOffsets')}</dt>
        <dd>
          {format.number(batch.baseOffset)} – {format.number(batch.lastOffset)}
        </dd>
        <dt>{t('messages.batchRecords')}</dt>
        <dd>
          {t('messages.batchSize', {
            count: batch.recordCount,
            size: format.bytes(batch.sizeBytes),
          })}
        </dd>
        <dt>{t('messages.codec')}</dt>
        <dd>{batch.codec}</dd>
        <dt>{t('messages.leaderEpoch')}</dt>
        <dd>{batch.leaderEpoch}</dd>
        <dt>{t('messages.producerId')}</dt>
        <dd>
          {producer === null
            ? t('messages.notIdempotent')
            : t('messages.producerFacts', {
                id: producer.id,
                epoch: producer.epoch,
                sequence: producer.sequence,
              })}
        </dd>
        <dt>{t('messages.transactional')}</dt>
        <dd>{t(batch.isTransactional ? 'common.yes' : 'common.no')}</dd>
      </dl>
    </details>
  );
}
