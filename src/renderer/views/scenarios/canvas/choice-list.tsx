/** A small window over the canvas in which one of a list is chosen by typing. */
import { Modal, TextInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useT } from '../../../i18n/index.ts';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import styles from './choice-list.module.css';

export type Choice = {
  readonly id: string;
  readonly label: string;
  /** Beside it: a name, or what it does. */
  readonly note?: string;
  readonly icon: IconName;
};

export function ChoiceList(props: {
  readonly title: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (id: string) => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const words = text.toLowerCase();
  const found = props.choices
    .filter((choice) => rankOf(choice, words) < 3)
    .toSorted((a, b) => rankOf(a, words) - rankOf(b, words));
  const at = Math.min(active, Math.max(0, found.length - 1));
  const choose = (id: string | undefined) => {
    if (id === undefined) return;
    props.onClose();
    props.onChoose(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setActive((at + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp')
      setActive((at - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') choose(found[at]?.id);
    else return;
    event.preventDefault();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <TextInput
        aria-label={props.title}
        role="combobox"
        aria-expanded
        aria-controls="studio-choices"
        aria-activedescendant={found[at] ? `choice-${at}` : undefined}
        placeholder={t('studio.typeToFind')}
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
      />
      <ul id="studio-choices" role="listbox" aria-label={props.title} className={styles.list}>
        {found.map((choice, index) => (
          // The field above has the focus and the keys.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <li
            key={choice.id}
            id={`choice-${index}`}
            role="option"
            aria-selected={index === at}
            className={styles.choice}
            onClick={() => choose(choice.id)}
          >
            <Icon name={choice.icon} size={15} />
            <span className={styles.label}>{choice.label}</span>
            {choice.note && <span className={styles.note}>{choice.note}</span>}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="soft">{t('studio.nothingFound')}</p>}
    </Modal>
  );
}

/** What is named exactly so comes first, then what begins so; 3: not at all. */
function rankOf({ label, note = '' }: Choice, words: string): number {
  const names = [label.toLowerCase(), note.toLowerCase()];
  if (words === '' || names.includes(words)) return 0;
  if (names.some((name) => name.startsWith(words))) return 1;
  return names.some((name) => name.includes(words)) ? 2 : 3;
}
