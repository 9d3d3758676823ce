/** One message: where it lies, its key and headers, its value as tree, pretty or raw. */
import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Copy } from '../../ui/copy.tsx';
import { parseJson, prettyJson } from '../../ui/json.ts';
import { JsonTree } from '../../ui/json-tree.tsx';
import { href } from '../../ui/route.ts';
import { Term } from '../../ui/term.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import type { Message, Payload } from '../../../main/contract/index.ts';
import styles from './message-detail.module.css';
import { useWholeMessage } from './use-messages.ts';

export function MessageDetail(props: { readonly topic: string; readonly message: Message }) {
  const { topic } = props;
  const { message, error, load } = useWholeMessage(topic, props.message);
  return (
    <div className={styles.detail}>
      <Facts topic={topic} message={message} />
      <div className={styles.value}>
        {error !== null && <ErrorNote error={error} />}
        <Value payload={message.value} onLoad={load} />
      </div>
    </div>
  );
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
      <dd>
        {format.number(offset)}{' '}
        <a
          className={styles.around}
          href={href('messages', topic, {
            from: 'offset',
            offset: String(offset),
            partition: String(partition),
          })}
        >
          {t('messages.readAround')}
        </a>
      </dd>
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
      <dt>{t('common.key')}</dt>
      <dd>
        {key === null ? (
          <em className="soft">{t('messages.noKey')}</em>
        ) : (
          <>
            <code>{key.text}</code> <Copy text={key.text} label={t('messages.copyKey')} />
          </>
        )}
      </dd>
      <dt>{t('messages.headers')}</dt>
      <dd>
        {message.headers.length === 0 && <span className="soft">{t('messages.noHeaders')}</span>}
        {message.headers.map(({ name, value }, index) => (
          // Kafka allows a name twice; their order is what tells them apart.
          <div key={`${index} ${name}`}>
            <code>
              <span className="soft">{name}:</span> {value?.text}
            </code>
          </div>
        ))}
      </dd>
    </dl>
  );
}

type ViewName = 'tree' | 'pretty' | 'raw';

function Value(props: { readonly payload: Payload | null; readonly onLoad: () => void }) {
  const t = useT();
  const format = useFormat();
  const { payload } = props;
  const [view, setView] = useState<ViewName>('tree');
  const node = useMemo(
    () => (payload?.kind === 'json' && !payload.isCut ? parseJson(payload.text) : undefined),
    [payload],
  );
  if (payload === null) {
    return (
      <em className="soft">
        <Term name="tombstone">{t('messages.tombstone')}</Term>
      </em>
    );
  }
  return (
    <>
      <div className={styles.valueHead}>
        <strong>{t('common.value')}</strong>
        <span className="soft">
          {format.bytes(payload.sizeBytes)}
          {payload.kind === 'binary' && ` · ${t('messages.hexNote')}`}
        </span>
        <Copy text={payload.text} label={t('messages.copyValue')} />
        {node !== undefined && (
          <SegmentedControl
            size="xs"
            className={styles.views}
            aria-label={t('common.value')}
            value={view}
            onChange={(next) => setView(next as ViewName)}
            data={[
              { value: 'tree', label: t('messages.viewTree') },
              { value: 'pretty', label: t('messages.viewPretty') },
              { value: 'raw', label: t('messages.viewRaw') },
            ]}
          />
        )}
      </div>
      {payload.isCut && (
        <p className={styles.cut}>
          {t('messages.cut')}{' '}
          <Button size="compact-xs" variant="default" onClick={props.onLoad}>
            {t('messages.loadWhole')}
          </Button>
        </p>
      )}
      {node !== undefined && view === 'tree' ? (
        <JsonTree node={node} />
      ) : (
        <pre className={styles.text}>
          {node !== undefined && view === 'pretty' ? prettyJson(node) : payload.text}
        </pre>
      )}
    </>
  );
}
