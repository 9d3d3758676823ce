/** Messages of one topic: live, or from a position on. */
import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { openInDrawer } from '../../ui/drawer-store.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, navigate, useRoute } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import type { TopicsState } from '../../../main/contract/index.ts';
import { MessageDetail } from './message-detail.tsx';
import { MessageTable } from './message-table.tsx';
import styles from './messages.module.css';
import { messageKey, parseReading, type Reading, readingQuery } from './model.ts';
import { ProduceForm } from './produce-form.tsx';
import { ReadingBar } from './reading-bar.tsx';
import { ReadingStatus } from './reading-status.tsx';
import { useMessages, useTopics } from './use-messages.ts';

export function MessagesView() {
  const t = useT();
  const { item } = useRoute();
  const { status, value, error } = useTopics();
  useFirstTopic(item, value);
  if (item !== null) return <Messages key={item} topic={item} topics={value} />;
  return (
    <Page title={t('messages.title')}>
      {!value && status === 'failed' && <ErrorState error={error} />}
      {!value && status === 'loading' && <SkeletonRows />}
      {value && userTopics(value).length === 0 && (
        <EmptyState
          icon="message"
          title={t('messages.noTopicsTitle')}
          action={
            <Button component="a" href={href('home')}>
              {t('messages.firstMessage')}
            </Button>
          }
        >
          {t('messages.noTopicsText')}
        </EmptyState>
      )}
    </Page>
  );
}

/** Without a topic in the address: the one that was read last, else the first. */
let lastTopic: string | null = null;

function useFirstTopic(item: string | null, topics: TopicsState | undefined): void {
  useEffect(() => {
    if (item !== null) {
      lastTopic = item;
      return;
    }
    if (!topics) return;
    const first =
      lastTopic !== null && topics.topics[lastTopic] ? lastTopic : userTopics(topics)[0];
    if (first !== undefined) navigate(href('messages', first), true);
  }, [item, topics]);
}

function userTopics({ topics }: TopicsState): readonly string[] {
  return Object.keys(topics)
    .filter((topic) => !topics[topic]?.isInternal)
    .sort();
}

function Messages(props: { readonly topic: string; readonly topics: TopicsState | undefined }) {
  const t = useT();
  const { topic, topics } = props;
  const { query } = useRoute();
  const [openedAtMs] = useState(Date.now);
  const reading = useMemo(() => parseReading(topic, query, openedAtMs), [topic, query, openedAtMs]);
  const { shown, isLoading, error, more, pause, resume, reload } = useMessages(reading);
  const [selected, setSelected] = useState<string | null>(null);
  // Who scrolls down to read wants the rows to stay; back at the top they come in again.
  const isPausedByScroll = useRef(false);
  function onAway(isAway: boolean): void {
    if (reading.from !== 'live' || isAway === isPausedByScroll.current) return;
    if (isAway && shown.isPaused) return;
    isPausedByScroll.current = isAway;
    if (isAway) pause();
    else resume();
  }
  const change = (next: Reading) =>
    navigate(href('messages', next.topic, readingQuery(next)), next.topic === topic);

  return (
    <Page
      isFilled
      title={t('messages.title')}
      note={
        error === null && (
          <ReadingStatus reading={reading} shown={shown} onPause={pause} onResume={resume} />
        )
      }
      actions={
        <Button
          leftSection={<Icon name="send" size={14} />}
          onClick={() =>
            openInDrawer({
              id: 'produce',
              title: t('messages.produceTo', { topic }),
              content: <ProduceForm key={topic} topic={topic} />,
            })
          }
        >
          {t('messages.produce')}
        </Button>
      }
    >
      <ReadingBar
        reading={reading}
        topics={topics ? Object.keys(topics.topics).sort() : [topic]}
        partitionCount={topics?.topics[topic]?.partitionCount ?? 0}
        onChange={change}
      />
      {error !== null && (
        <div className={styles.failed}>
          <ErrorState error={error} onRetry={reload} />
        </div>
      )}
      {isLoading && shown.messages.length === 0 && error === null && <SkeletonRows count={10} />}
      {!isLoading && shown.messages.length === 0 && error === null && (
        <EmptyState icon="message" title={t('messages.emptyTitle')}>
          {t(reading.key || reading.text ? 'messages.emptyFiltered' : 'messages.emptyLive')}
        </EmptyState>
      )}
      {shown.messages.length > 0 && (
        <MessageTable
          topic={topic}
          messages={shown.messages}
          selected={selected}
          more={shown.next === null ? null : more}
          isNewestFirst={reading.from === 'live'}
          onAway={onAway}
          onOpen={(message) => {
            setSelected(messageKey(message));
            const { partition, offset } = message;
            openInDrawer({
              id: 'message',
              title: t('messages.detail', { topic, partition, offset }),
              content: <MessageDetail key={messageKey(message)} topic={topic} message={message} />,
            });
          }}
        />
      )}
    </Page>
  );
}
