/** The bytes of a payload; only the rows in sight exist. */
import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import type { Message } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { ErrorNote, SkeletonRows } from '../../ui/states.tsx';
import { fromBase64, hexRows } from './hex.ts';
import styles from './hex-view.module.css';
import { useBytes } from './use-messages.ts';

const rowHeightPx = 18;

export function HexView(props: {
  readonly topic: string;
  readonly message: Message;
  readonly part: 'key' | 'value';
}) {
  const t = useT();
  const format = useFormat();
  const { value, error, more } = useBytes(props.topic, props.message, props.part);
  const bytes = useMemo(() => (value ? fromBase64(value.base64) : new Uint8Array()), [value]);
  const rows = useMemo(() => hexRows(bytes), [bytes]);
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the virtualizer stays in this component
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 20,
  });
  if (error !== null) return <ErrorNote error={error} />;
  if (!value) return <SkeletonRows count={3} />;
  return (
    <>
      <div
        ref={scroller}
        className={styles.scroller}
        // A region that scrolls has to be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        role="group"
        aria-label={t('messages.viewHex')}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            return (
              <pre
                key={item.key}
                className={styles.row}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <span className="soft">{row.offset}</span> {row.hex} <span>{row.text}</span>
              </pre>
            );
          })}
        </div>
      </div>
      {bytes.length < value.sizeBytes && (
        <Button size="compact-xs" variant="default" onClick={more}>
          {t('messages.moreText', { size: format.bytes(value.sizeBytes - bytes.length) })}
        </Button>
      )}
    </>
  );
}
