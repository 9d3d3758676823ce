/** Messages of one topic: live, or from a position on. */
import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Message, TopicsState } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { openInDrawer, replaceInDrawer } from '../../ui/drawer-store.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, navigate, useNavigate, useQueryState, useRoute } from '../../ui/route.ts';
import { EmptyState, ErrorNote, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { columnsText, parseColumns, type Path, toggleColumn } from './columns.ts';
import { ExportStatus } from './export-status.tsx';
import { HistogramStrip } from './histogram-strip.tsx';
import { MessageDetail } from './message-detail.tsx';
import { MessageDiff } from './message-diff.tsx';
import { MessageTable } from './message-table.tsx';
import styles from './messages.module.css';
import { isSearch, messageKey, parseReading, type Reading, readingQuery } from './model.ts';
import { openProduce, openRepublish } from './produce/open.tsx';
import { ReadingBar } from './reading-bar.tsx';
import { ReadingStatus } from './reading-status.tsx';
import { ReadingTools } from './reading-tools.tsx';
import { SearchBar } from './search-progress.tsx';
import { useExport, useMessages, useTopics } from './use-messages.ts';

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
  const go = useNavigate();
  const [openedAtMs] = useState(Date.now);
  const [round, setRound] = useState(0);
  const reading = useMemo(() => parseReading(topic, query, openedAtMs), [topic, query, openedAtMs]);
  const { shown, isLoading, error, more, pause, resume, reload, stop } = useMessages(
    reading,
    round,
  );
  const [columnsQuery, setColumnsQuery] = useQueryState('cols', '');
  const columns = useMemo(() => parseColumns(columnsQuery), [columnsQuery]);
  const [histogram, setHistogram] = useQueryState('histogram', '');
  const [opened, setOpened] = useQueryState('open', '');
  const [marked, setMarked] = useState<readonly Message[]>([]);
  const [taskId, setTaskId] = useState<string | null>(null);
  const exporting = useExport(reading);
  // Who scrolls down to read wants the rows to stay; back at the top they come in again.
  const isPausedByScroll = useRef(false);
  function onAway(isAway: boolean): void {
    if (reading.from !== 'live' || isAway === isPausedByScroll.current) return;
    if (isAway && shown.isPaused) return;
    isPausedByScroll.current = isAway;
    if (isAway) pause();
    else resume();
  }
  const kept = {
    ...(columnsQuery && { cols: columnsQuery }),
    ...(histogram && { histogram }),
  };
  const change = (next: Reading) => {
    if (next.topic !== topic) setMarked([]);
    go(href('messages', next.topic, { ...readingQuery(next), ...kept }), next.topic === topic);
  };
  const setColumn = (path: Path) => setColumnsQuery(columnsText(toggleColumn(columns, path)));
  const open = useOpenMessage({ topic, columns, setColumn });
  // A link to a message opens it as soon as it is there.
  const linked = shown.messages.find((message) => messageKey(message) === opened);
  useEffect(() => {
    if (linked) open(linked);
    // oxlint-disable-next-line react/exhaustive-deps -- once for each message that a link names
  }, [linked === undefined, opened]);
  const mark = (message: Message) =>
    setMarked((old) => {
      const rest = old.filter((other) => messageKey(other) !== messageKey(message));
      return rest.length < old.length ? rest : [...old, message];
    });

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
          onClick={() => openProduce({ topic, t })}
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
      >
        <ReadingTools
          reading={reading}
          address={new URLSearchParams({ ...readingQuery(reading), ...kept }).toString()}
          hasHistogram={histogram !== ''}
          onHistogram={() => setHistogram(histogram === '' ? '1' : '')}
          onChange={change}
          onExport={async (format) => setTaskId((await exporting.run(format))?.taskId ?? null)}
          onDecoders={() => setRound((old) => old + 1)}
        />
      </ReadingBar>
      {histogram !== '' && <HistogramStrip reading={reading} onChange={change} />}
      {exporting.error !== null && <ErrorNote error={exporting.error} />}
      {taskId !== null && <ExportStatus taskId={taskId} />}
      {shown.progress && error === null && (
        <SearchBar
          progress={shown.progress}
          hitCount={shown.messages.length}
          onStop={stop}
          onMore={shown.next === null ? null : () => void more.run()}
        />
      )}
      {marked.length > 0 && (
        <SelectionBar topic={topic} marked={marked} onClear={() => setMarked([])} />
      )}
      {error !== null && (
        <div className={styles.failed}>
          <ErrorState error={error} onRetry={reload} />
        </div>
      )}
      {isLoading && shown.messages.length === 0 && error === null && <SkeletonRows count={10} />}
      {!isLoading && shown.messages.length === 0 && error === null && (
        <Nothing reading={reading} isRunning={shown.progress?.phase === 'running'} />
      )}
      {shown.messages.length > 0 && (
        <MessageTable
          topic={topic}
          messages={shown.messages}
          selected={opened}
          columns={columns}
          onDropColumn={setColumn}
          marked={new Set(marked.map(messageKey))}
          onMark={mark}
          more={shown.next === null || shown.progress ? null : more}
          isNewestFirst={reading.from === 'live'}
          onAway={onAway}
          onOpen={(message) => {
            setOpened(messageKey(message));
            open(message);
          }}
        />
      )}
    </Page>
  );
}

/** Shows a message in the drawer; what is open there follows the columns. */
function useOpenMessage(props: {
  readonly topic: string;
  readonly columns: readonly Path[];
  readonly setColumn: (path: Path) => void;
}): (message: Message) => void {
  const t = useT();
  const { topic, columns, setColumn } = props;
  const current = useRef<Message | null>(null);
  const show = (message: Message, isOpening: boolean) => {
    current.current = message;
    const { partition, offset } = message;
    const item = {
      id: 'message',
      title: t('messages.detail', { topic, partition, offset }),
      content: (
        <MessageDetail
          key={messageKey(message)}
          topic={topic}
          message={message}
          columns={columns}
          onColumn={setColumn}
        />
      ),
    };
    if (isOpening) openInDrawer(item);
    else replaceInDrawer(item);
  };
  const columnsKey = columnsText(columns);
  useEffect(() => {
    if (current.current) show(current.current, false);
    // oxlint-disable-next-line react/exhaustive-deps -- only the columns change what is drawn
  }, [columnsKey]);
  return (message) => show(message, true);
}

function SelectionBar(props: {
  readonly topic: string;
  readonly marked: readonly Message[];
  readonly onClear: () => void;
}) {
  const t = useT();
  const { topic, marked } = props;
  const [left, right] = marked;
  return (
    <div className={styles.selection}>
      <strong role="status">{t('messages.markedCount', { count: marked.length })}</strong>
      {left && right && marked.length === 2 && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Icon name="split" size={13} />}
          onClick={() =>
            openInDrawer({
              id: 'diff',
              title: t('messages.compareTitle', { topic }),
              content: (
                <MessageDiff
                  key={`${messageKey(left)} ${messageKey(right)}`}
                  topic={topic}
                  left={left}
                  right={right}
                />
              ),
            })
          }
        >
          {t('messages.compare')}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Icon name="send" size={13} />}
        onClick={() => {
          const places = marked.map(({ partition, offset }) => ({ topic, partition, offset }));
          openRepublish({ topic, t, from: { kind: 'messages', places } });
        }}
      >
        {t('messages.sendOn')}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={props.onClear}>
        {t('messages.clearMarks')}
      </Button>
    </div>
  );
}

function Nothing(props: { readonly reading: Reading; readonly isRunning: boolean }) {
  const t = useT();
  if (props.isRunning) return <SkeletonRows count={6} />;
  return (
    <EmptyState icon="message" title={t('messages.emptyTitle')}>
      {t(isSearch(props.reading) ? 'messages.emptyFiltered' : 'messages.emptyLive')}
    </EmptyState>
  );
}
