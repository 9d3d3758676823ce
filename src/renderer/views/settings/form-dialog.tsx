/** A form in a dialog: fields, what went wrong, one button to do it and one to leave it. */
import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.ts';
import { ErrorNote } from '../../ui/states.tsx';
import styles from './settings.module.css';

export function FormDialog(props: {
  readonly title: string;
  readonly action: string;
  readonly isRunning: boolean;
  readonly error: unknown;
  readonly size?: number;
  /** Left of the two buttons. */
  readonly more?: ReactNode;
  readonly onSubmit: () => unknown;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const t = useT();
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? 500}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!props.isRunning) void props.onSubmit();
        }}
      >
        {props.children}
        {props.error !== null && <ErrorNote error={props.error} />}
        <div className={styles.buttons}>
          {props.more}
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={props.isRunning}>
            {props.action}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
