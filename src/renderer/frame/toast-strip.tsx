/**
 * What was just done, on a line of its own in the drawer's bar: it covers nothing. The oldest
 * shows first; those behind it are counted.
 */
import { ActionIcon, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { closeToast, type ShownToast, toastSpanMs } from '../ui/toasts.ts';
import styles from './toast-strip.module.css';

const icons = { done: 'check', attention: 'warning', failure: 'error' } as const;

export function ToastStrip(props: { readonly toast: ShownToast; readonly moreCount: number }) {
  const t = useT();
  const { toast, moreCount } = props;
  const [isHeld, setIsHeld] = useState(false);
  const spanMs = toastSpanMs(toast);
  useEffect(() => {
    if (isHeld || spanMs === null) return;
    const timer = setTimeout(() => closeToast(toast.id), spanMs);
    return () => clearTimeout(timer);
  }, [isHeld, spanMs, toast.id]);
  const { undo } = toast;
  return (
    <div
      className={styles.toast}
      data-tone={toast.tone}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <Icon name={icons[toast.tone]} size={15} />
      <span className={styles.text} title={toast.text}>
        {toast.text}
      </span>
      {undo && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<Icon name="undo" size={13} />}
          onClick={() => {
            closeToast(toast.id);
            undo.perform();
          }}
        >
          {undo.label}
        </Button>
      )}
      {toast.href !== undefined && (
        <a href={toast.href} onClick={() => closeToast(toast.id)}>
          {t('common.open')}
        </a>
      )}
      {moreCount > 0 && <span className="soft">{t('frame.toastsMore', { count: moreCount })}</span>}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="xs"
        onClick={() => closeToast(toast.id)}
        aria-label={t('common.close')}
      >
        <Icon name="close" size={13} />
      </ActionIcon>
    </div>
  );
}
