/** An item of an ordered list: opens, moves up and down, goes. */
import { ActionIcon } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Path } from '../../../../scenario/edit/path.ts';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import styles from './panel.module.css';
import { useFormEdits } from './use-value.ts';

export function ItemCard(props: {
  readonly path: Path;
  readonly at: number;
  readonly count: number;
  readonly title: string;
  /** What it does, in one line. */
  readonly note?: string;
  readonly isOpenAtFirst?: boolean;
  readonly children: ReactNode;
}) {
  const t = useT();
  const { path, at, count, title } = props;
  const [isOpen, setIsOpen] = useState(props.isOpenAtFirst ?? false);
  const { set, move } = useFormEdits();
  const named = { name: `${at + 1}. ${title}` };
  return (
    <div className={styles.card} role="listitem">
      <div className={styles.cardHead}>
        <button
          type="button"
          className={styles.cardTitle}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={13} />
          <strong>{title}</strong>
          {props.note && <span className={styles.cardNote}>{props.note}</span>}
        </button>
        <Small
          icon="chevronUp"
          label={t('studio.moveUp', named)}
          isOff={at === 0}
          onClick={() => move(path, at, at - 1)}
        />
        <Small
          icon="chevronDown"
          label={t('studio.moveDown', named)}
          isOff={at === count - 1}
          onClick={() => move(path, at, at + 1)}
        />
        <Small
          icon="trash"
          label={t('studio.removeNamed', named)}
          onClick={() => set([...path, at], undefined)}
        />
      </div>
      {isOpen && <div className={styles.cardBody}>{props.children}</div>}
    </div>
  );
}

function Small(props: {
  readonly icon: 'chevronUp' | 'chevronDown' | 'trash';
  readonly label: string;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      aria-label={props.label}
      disabled={props.isOff ?? false}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={13} />
    </ActionIcon>
  );
}
