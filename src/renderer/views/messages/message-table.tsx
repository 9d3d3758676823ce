/** The table of messages: only the rows in sight exist; arrows move, Enter opens. */
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { ErrorNote } from '../../ui/states.tsx';
import type { Message, Payload } from '../../../main/contract/index.ts';
import styles from './message-table.module.css';
import { messageKey, preview } from './model.ts';

const rowHeightPx = 30;

export function MessageTable(props: {
  readonly topic: string;
  readonly messages: readonly Message[];
  readonly selected: string | null;
  readonly more: {
    readonly run: () => void;
    readonly isRunning: boolean;
    readonly error: unknown;
  } | null;
  readonly isNewestFirst: boolean;
  readonly onOpen: (message: Message) => void;
  /** Whether the reader left the top, where new messages come in. */
  readonly onAway: (isAway: boolean) => void;
}) {
  const t = useT();
  const { messages, more } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // By key: new messages on top move every row on.
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const focused = Math.max(
    0,
    messages.findIndex((message) => messageKey(message) === focusedKey),
  );
  // oxlint-disable-next-line react/incompatible-library -- the virtualizer stays in this component
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    getItemKey: (index) => messageKey(messages[index]!),
  });

  function moveTo(index: number): void {
    const next = Math.max(0, Math.min(messages.length - 1, index));
    setFocusedKey(messageKey(messages[next]!));
    rows.scrollToIndex(next);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    });
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = steps[event.key];
    const message = messages[focused];
    if (event.key === 'Enter' && message) props.onOpen(message);
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(messages.length - 1);
    else if (step !== undefined) moveTo(focused + step);
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles.wrap}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="grid"
        aria-label={t('messages.table', { topic: props.topic })}
        aria-rowcount={messages.length + 1}
        onKeyDown={onKeyDown}
        onScroll={(event) => props.onAway(event.currentTarget.scrollTop > rowHeightPx)}
      >
        <div className={styles.head} role="row">
          <span role="columnheader">{t('common.time')}</span>
          <span role="columnheader" className="num">
            {t('common.partition')}
          </span>
          <span role="columnheader" className="num">
            {t('common.offset')}
          </span>
          <span role="columnheader">{t('common.key')}</span>
          <span role="columnheader">{t('common.value')}</span>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const message = messages[item.index]!;
            const key = messageKey(message);
            return (
              <div
                key={key}
                role="row"
                data-index={item.index}
                aria-rowindex={item.index + 2}
                aria-selected={props.selected === key}
                tabIndex={item.index === focused ? 0 : -1}
                className={styles.row}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                onClick={() => {
                  setFocusedKey(key);
                  props.onOpen(message);
                }}
              >
                <Cells message={message} />
              </div>
            );
          })}
        </div>
      </div>
      {more && (
        <div className={styles.more}>
          {more.error !== null && <ErrorNote error={more.error} />}
          <Button variant="subtle" loading={more.isRunning} onClick={more.run}>
            {t(props.isNewestFirst ? 'messages.loadOlder' : 'messages.loadNewer')}
          </Button>
        </div>
      )}
    </div>
  );
}

const steps: { readonly [key: string]: number } = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 12,
  PageUp: -12,
};

function Cells({ message }: { readonly message: Message }) {
  const t = useT();
  const format = useFormat();
  return (
    <>
      <span role="gridcell" className="soft">
        {format.timeExact(message.timestampMs)}
      </span>
      <span role="gridcell" className="num">
        {message.partition}
      </span>
      <span role="gridcell" className="num">
        {format.number(message.offset)}
      </span>
      <PayloadCell payload={message.key} absent={t('messages.noKey')} />
      <PayloadCell payload={message.value} absent={t('messages.tombstone')} />
    </>
  );
}

function PayloadCell(props: { readonly payload: Payload | null; readonly absent: string }) {
  const t = useT();
  const { payload } = props;
  if (payload === null) {
    return (
      <span role="gridcell" className={styles.absent}>
        {props.absent}
      </span>
    );
  }
  return (
    <span role="gridcell" className={styles.payload}>
      {payload.kind === 'binary' && <span className={styles.kind}>{t('messages.binary')}</span>}
      {preview(payload)}
    </span>
  );
}
