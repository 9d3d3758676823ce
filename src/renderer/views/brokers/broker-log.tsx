/** The log of a broker's process, live: filtered, followed or held, taken along. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { copyText } from '../../ui/copy-text.ts';
import { Icon } from '../../ui/icon.tsx';
import { useQueryState } from '../../ui/route.ts';
import { saveFile } from '../../ui/save-file.ts';
import { EmptyState, ErrorNote, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import type { BrokerLogLine } from '../../../main/contract/index.ts';
import styles from './broker-log.module.css';
import { highlighted, lineText, type LogFilter, shownLines } from './model.ts';
import { useBrokerLog, useReadLog } from './use-brokers.ts';

type Level = LogFilter['level'];

const rowHeightPx = 20;

export function BrokerLog({ brokerId }: { readonly brokerId: number }) {
  const t = useT();
  const { value, status, error } = useBrokerLog(brokerId);
  const [text, setText] = useQueryState<string>('q', '');
  const [level, setLevel] = useQueryState<Level>('level', 'all');
  const [held, setHeld] = useState<readonly BrokerLogLine[] | null>(null);
  const read = useReadLog();
  const all = held ?? value;
  const lines = useMemo(() => shownLines(all ?? [], { text, level }), [all, text, level]);
  if (!value) {
    return status === 'failed' ? <ErrorState error={error} /> : <SkeletonRows count={10} />;
  }
  const heldBack = held ? (value.at(-1)?.number ?? 0) - (held.at(-1)?.number ?? 0) : 0;
  const download = async () => {
    const answer = await read.run(brokerId);
    if (answer) saveFile(`broker-${brokerId}.log`, answer.text, 'text/plain');
  };
  return (
    <div className={styles.wrap}>
      <div className={styles.tools}>
        <TextInput
          size="xs"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t('brokers.filterLog')}
          aria-label={t('brokers.filterLog')}
          leftSection={<Icon name="search" size={14} />}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('brokers.logLevel')}
          data={(['all', 'WARN', 'ERROR'] as const).map((name) => ({
            value: name,
            label: t(`brokers.level-${name}`),
          }))}
          value={level}
          onChange={(next) => setLevel(next as Level)}
        />
        <Button
          size="compact-xs"
          variant="default"
          aria-pressed={held !== null}
          leftSection={<Icon name={held ? 'play' : 'pause'} size={13} />}
          onClick={() => setHeld(held ? null : value)}
        >
          {held ? t('brokers.resume', { count: heldBack }) : t('brokers.hold')}
        </Button>
        <span className={styles.count}>{t('brokers.lines', { count: lines.length })}</span>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Icon name="copy" size={13} />}
          onClick={() => copyText(lines.map(lineText).join('\n'))}
        >
          {t('brokers.copyLines')}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          loading={read.isRunning}
          leftSection={<Icon name="download" size={13} />}
          onClick={() => void download()}
        >
          {t('brokers.saveLog')}
        </Button>
      </div>
      {read.error !== null && <ErrorNote error={read.error} />}
      {lines.length === 0 ? (
        <EmptyState icon="search" title={t('brokers.noLines')} />
      ) : (
        <Lines lines={lines} needle={text} isFollowing={held === null} />
      )}
    </div>
  );
}

function Lines(props: {
  readonly lines: readonly BrokerLogLine[];
  readonly needle: string;
  readonly isFollowing: boolean;
}) {
  const t = useT();
  const { lines, isFollowing } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the virtualizer stays in this component
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 20,
    getItemKey: (index) => lines[index]?.number ?? index,
  });
  const isAtEnd = useRef(true);
  const lastNumber = lines.at(-1)?.number;
  useEffect(() => {
    if (isFollowing && isAtEnd.current) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [isFollowing, lastNumber, lines.length, virtual]);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keyboard scrolls it
    <section
      ref={scroller}
      className={styles.lines}
      aria-label={t('brokers.tab-log')}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        isAtEnd.current = scrollTop + clientHeight > scrollHeight - 2 * rowHeightPx;
      }}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            className={styles.line}
            data-level={lines[index]?.level}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Line line={lines[index] as BrokerLogLine} needle={props.needle} />
          </div>
        ))}
      </div>
    </section>
  );
}

function Line({ line, needle }: { readonly line: BrokerLogLine; readonly needle: string }) {
  const t = useT();
  const format = useFormat();
  return (
    <>
      {line.skippedCount > 0 && (
        <span className={styles.skipped}>{t('brokers.skipped', { count: line.skippedCount })}</span>
      )}
      <span className={styles.time}>{line.atMs === null ? '' : format.timeExact(line.atMs)}</span>
      <span className={styles.level}>{line.level === 'OTHER' ? '' : line.level}</span>
      <span className={styles.area}>
        <Marked text={line.area} needle={needle} />
      </span>
      <span className={styles.text}>
        <Marked text={line.text} needle={needle} />
      </span>
    </>
  );
}

function Marked(props: { readonly text: string; readonly needle: string }) {
  return highlighted(props.text, props.needle).map(({ text, isHit }, index) =>
    // oxlint-disable-next-line react/no-array-index-key -- the parts of one text never move
    isHit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
  );
}
