/** One tab per terminal. */
import { ActionIcon } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { TerminalState } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './terminal.module.css';

export function TerminalTabs(props: {
  readonly terminals: readonly TerminalState[];
  readonly shown: TerminalState;
  readonly onShow: (terminal: TerminalState) => void;
  readonly onClose: (terminal: TerminalState) => void;
}) {
  const t = useT();
  const { terminals, shown, onShow, onClose } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const at = terminals.indexOf(shown) + step;
    const next = terminals[(at + terminals.length) % terminals.length];
    if (next) onShow(next);
  };
  return (
    <div className={styles.tabs}>
      <div className={styles.tabList} role="tablist" aria-label={t('terminal.tabs')}>
        {terminals.map((terminal) => (
          <button
            key={terminal.terminalId}
            type="button"
            role="tab"
            className={styles.tab}
            data-terminal-tab
            data-ended={terminal.exit !== null || undefined}
            aria-selected={terminal === shown}
            tabIndex={terminal === shown ? 0 : -1}
            onClick={() => onShow(terminal)}
            onKeyDown={onKeyDown}
          >
            <Icon name="terminal" size={14} />
            {t('terminal.tab', { number: terminal.number, shell: terminal.shell })}
          </button>
        ))}
      </div>
      <span className={styles.hint}>{t('terminal.leave')}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('terminal.close', { number: shown.number })}
        title={t('terminal.close', { number: shown.number })}
        onClick={() => onClose(shown)}
      >
        <Icon name="close" size={15} />
      </ActionIcon>
    </div>
  );
}
