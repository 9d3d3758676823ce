/** The table of messages: only the rows in sight exist; arrows move, Enter opens. */
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { ErrorNote } from '../../ui/states.tsx';
import type { Message, Payload } from '../../../main/contract/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { fieldAt, fieldText, type Path, pathText, valueOf } from './columns.ts';
import styles from './message-table.module.css';
import { messageKey, preview } from './model.ts';

const rowHeightPx = 30;
const fieldMax = 300;

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
  /** Fields of the value, each with a column of its own. */
  readonly columns: readonly Path[];
  readonly onDropColumn: (path: Path) => void;
  /** Chosen to be compared or sent on, by their keys. */
  readonly marked: ReadonlySet<string>;
  readonly onMark: (message: Message) => void;
  readonly onOpen: (message: Message) => void;
  /** Whether the reader left the top, where new messages come in. */
  readonly onAway: (isAway: boolean) => void;
}) {
  const t = useT();
  const { messages, more, columns, marked } = props;
  const grid = { '--columns': gridColumns(columns.length) } as CSSProperties;
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
    else if ((event.key === 'x' || event.key === ' ') && message) props.onMark(message);
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
        aria-multiselectable
        style={grid}
        onKeyDown={onKeyDown}
        onScroll={(event) => props.onAway(event.currentTarget.scrollTop > rowHeightPx)}
      >
        <div className={styles.head} role="row">
          <span role="columnheader">
            <span className="sr-only">{t('messages.marked')}</span>
          </span>
          <span role="columnheader">{t('common.time')}</span>
          <span role="columnheader" className="num">
            {t('common.partition')}
          </span>
          <span role="columnheader" className="num">
            {t('common.offset')}
          </span>
          <span role="columnheader">{t('common.key')}</span>
          {columns.map((path) => (
            <span key={pathText(path)} role="columnheader" className={styles.fieldHead}>
              <span title={pathText(path)}>{pathText(path)}</span>
              <button
                type="button"
                aria-label={t('messages.dropColumn', { name: pathText(path) })}
                onClick={() => props.onDropColumn(path)}
              >
                <Icon name="close" size={12} />
              </button>
            </span>
          ))}
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
                aria-selected={props.selected === key || marked.has(key)}
                data-marked={marked.has(key) || undefined}
                data-control={message.control !== undefined || undefined}
                tabIndex={item.index === focused ? 0 : -1}
                className={styles.row}
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
                onClick={() => {
                  setFocusedKey(key);
                  props.onOpen(message);
                }}
              >
                <MarkCell message={message} isOn={marked.has(key)} onMark={props.onMark} />
                <Cells message={message} columns={columns} />
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

/** Time, place and key have their widths; fields share the rest with the value. */
function gridColumns(fieldCount: number): string {
  const fields = fieldCount === 0 ? '' : `repeat(${fieldCount}, minmax(90px, 1fr)) `;
  return `22px ${scaled(104)} ${scaled(64)} ${scaled(92)} minmax(100px, 190px) ${fields}minmax(120px, ${fieldCount === 0 ? 1 : 2}fr)`;
}

/** Wide enough for its type on a projector too. */
function scaled(px: number): string {
  return `calc(${px}px * var(--type))`;
}

function MarkCell(props: {
  readonly message: Message;
  readonly isOn: boolean;
  readonly onMark: (message: Message) => void;
}) {
  const t = useT();
  const { partition, offset } = props.message;
  return (
    <span role="gridcell" className={styles.mark}>
      <input
        type="checkbox"
        tabIndex={-1}
        checked={props.isOn}
        aria-label={t('messages.mark', { partition, offset })}
        onClick={(event) => event.stopPropagation()}
        onChange={() => props.onMark(props.message)}
      />
    </span>
  );
}

function Cells(props: { readonly message: Message; readonly columns: readonly Path[] }) {
  const { message, columns } = props;
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
      {message.control === undefined ? (
        <PayloadCell payload={message.key} absent={t('messages.noKey')} />
      ) : (
        <span role="gridcell" className={styles.absent}>
          {t('messages.controlRecord')}
        </span>
      )}
      {columns.map((path) => {
        const field = fieldAt(valueOf(message), path);
        return (
          <span key={pathText(path)} role="gridcell" className={styles.payload}>
            {field !== undefined && fieldText(field).slice(0, fieldMax)}
          </span>
        );
      })}
      {message.control === undefined ? (
        <PayloadCell payload={message.value} absent={t('messages.tombstone')} />
      ) : (
        <span role="gridcell" className={styles.absent}>
          {t(`messages.control-${message.control}`)}
        </span>
      )}
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
      {payload.problem !== undefined && (
        <span className={styles.problem} title={payload.problem}>
          <Icon name="warning" size={13} />
        </span>
      )}
      {payload.kind === 'binary' && <span className={styles.kind}>{t('messages.binary')}</span>}
      {payload.sizeBytes === 0 && <span className={styles.kind}>{t('messages.emptyPayload')}</span>}
      {preview(payload)}
    </span>
  );
}
