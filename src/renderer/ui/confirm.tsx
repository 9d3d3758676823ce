/** Asks before something that cannot be taken back. */
import { Button, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useT } from '../i18n/index.ts';
import { ErrorNote } from './states.tsx';
import styles from './confirm.module.css';

export type ConfirmProps = {
  readonly title: string;
  readonly children: ReactNode;
  /** A verb with its object: "Stop broker 2". */
  readonly action: string;
  readonly isDanger?: boolean;
  /** The text that must be typed first. */
  readonly typedText?: string;
  readonly isRunning?: boolean;
  /** What would be confirmed cannot be done; the children say why. */
  readonly isImpossible?: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

export function Confirm(props: ConfirmProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const isTyped = props.typedText === undefined || typed === props.typedText;
  const isAllowed = isTyped && props.isImpossible !== true;
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          if (isAllowed && !props.isRunning) props.onConfirm();
        }}
      >
        <div>{props.children}</div>
        {props.typedText !== undefined && (
          <TextInput
            label={t('common.typeToConfirm', { text: props.typedText })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        {props.error !== null && props.error !== undefined && <ErrorNote error={props.error} />}
        <div className={styles.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            className={props.isDanger ? styles.danger : undefined}
            disabled={!isAllowed}
            loading={props.isRunning}
            data-autofocus={props.typedText === undefined || undefined}
          >
            {props.action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
