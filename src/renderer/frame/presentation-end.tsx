/** The way out of the presentation, in sight when the pointer moves or the keyboard arrives. */
import { UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { KeyCaps } from '../ui/key-caps.tsx';
import { setPresenting } from '../ui/presentation.ts';
import styles from './presentation-end.module.css';

const shownMs = 2500;

export function PresentationEnd() {
  const t = useT();
  const [isShown, setIsShown] = useState(true);
  useEffect(() => {
    let timer = setTimeout(() => setIsShown(false), shownMs);
    const show = () => {
      clearTimeout(timer);
      setIsShown(true);
      timer = setTimeout(() => setIsShown(false), shownMs);
    };
    window.addEventListener('pointermove', show);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointermove', show);
    };
  }, []);
  return (
    <UnstyledButton
      className={styles.end}
      data-shown={isShown || undefined}
      onClick={() => setPresenting(false)}
    >
      <Icon name="present" size={14} />
      {t('frame.presentEnd')}
      <KeyCaps keys="escape" />
    </UnstyledButton>
  );
}
