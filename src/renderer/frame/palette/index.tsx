/** Ctrl K: everything that has a name, and everything that can be done from here. */
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import type { Command } from '../../ui/commands.ts';
import { Icon } from '../../ui/icon.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { openBeside } from '../../ui/route.ts';
import styles from './palette.module.css';
import { closePalette, usePalette } from './palette-store.ts';
import { noteRecent, readRecent } from './recent.ts';
import { type Hit, search } from './search.ts';
import { usePaletteCommands } from './use-commands.ts';

/** More are counted, not drawn: who has read sixty types another letter. */
const shownMax = 60;

export function Palette() {
  const isOpen = usePalette((state) => state.isOpen);
  return isOpen ? <Dialog /> : null;
}

function Dialog() {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const own = dialog.current;
    own?.showModal();
    return () => own?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={t('frame.palette')}
      onCancel={closePalette}
      onPointerDown={(event) => {
        // The dialog itself is pressed only beside its content.
        if (event.target === event.currentTarget) closePalette();
      }}
    >
      <Search />
    </dialog>
  );
}

function Search() {
  const t = useT();
  const format = useFormat();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const [recent] = useState(readRecent);
  const prepared = usePaletteCommands();
  const { hits, count } = useMemo(
    () => search(prepared, query, recent, shownMax),
    [prepared, query, recent],
  );
  const index = Math.min(chosen, hits.length - 1);
  const choose = (next: number) => {
    const wanted = (next + hits.length) % Math.max(1, hits.length);
    setChosen(wanted);
    document.getElementById(`${listId}-${wanted}`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const hit = hits[index];
    if (event.key === 'Enter' && hit && !event.nativeEvent.isComposing) {
      run(hit.command, event.ctrlKey || event.metaKey || event.altKey);
    } else if (step !== undefined) choose(index + step);
    else if (event.key === 'k' && (event.ctrlKey || event.metaKey)) closePalette();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.content}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog's first field
          autoFocus
          className={styles.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={hits.length > 0 ? `${listId}-${index}` : undefined}
          aria-autocomplete="list"
          aria-label={t('frame.palette')}
          placeholder={t('frame.palette')}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <span className={styles.count} role="status">
          {t('frame.paletteCount', { count, amount: format.number(count) })}
        </span>
      </div>
      <div id={listId} className={styles.list} role="listbox" aria-label={t('frame.palette')}>
        {hits.map((hit, place) => (
          <Option
            key={hit.command.id}
            id={`${listId}-${place}`}
            hit={hit}
            isChosen={place === index}
            isRecentShown={query === ''}
            onChoose={() => setChosen(place)}
          />
        ))}
      </div>
      {hits.length === 0 && <p className={styles.empty}>{t('frame.paletteEmpty')}</p>}
      <div className={styles.foot} aria-hidden="true">
        <span>
          <KeyCaps keys="enter" /> {t('common.open')}
        </span>
        <span>
          <KeyCaps keys="mod+enter" /> {t('common.openBeside')}
        </span>
        <span>
          <KeyCaps keys="escape" /> {t('common.close')}
        </span>
      </div>
    </div>
  );
}

const steps: { readonly [key: string]: number } = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 8,
  PageUp: -8,
};

function run(command: Command, isBeside: boolean): void {
  noteRecent(command.id);
  closePalette();
  if (isBeside && command.href !== undefined) openBeside(command.href);
  else command.perform();
}

function Option(props: {
  readonly id: string;
  readonly hit: Hit;
  readonly isChosen: boolean;
  readonly isRecentShown: boolean;
  readonly onChoose: () => void;
}) {
  const t = useT();
  const { command, at, isRecent } = props.hit;
  return (
    // The keys are those of the field, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={props.id}
      role="option"
      tabIndex={-1}
      aria-selected={props.isChosen}
      className={styles.option}
      onPointerMove={props.onChoose}
      onClick={(event) => run(command, event.ctrlKey || event.metaKey || event.altKey)}
    >
      <Icon name={command.icon ?? 'chevronRight'} />
      <span className={styles.label}>
        <Marked text={command.label} at={at} />
      </span>
      {props.isRecentShown && isRecent && (
        <span className={styles.group}>{t('frame.paletteRecent')}</span>
      )}
      {command.group !== undefined && <span className={styles.group}>{command.group}</span>}
      {command.keys !== undefined && <KeyCaps keys={command.keys} />}
    </div>
  );
}

function Marked({ text, at }: { readonly text: string; readonly at: readonly number[] }) {
  if (at.length === 0) return text;
  const marked = new Set(at);
  // Runs of letters, so that a long name is few elements.
  const runs: { text: string; isMarked: boolean }[] = [];
  for (const [index, letter] of Array.from(text).entries()) {
    const isMarked = marked.has(index);
    const last = runs.at(-1);
    if (last?.isMarked === isMarked) last.text += letter;
    else runs.push({ text: letter, isMarked });
  }
  return runs.map((run, index) =>
    run.isMarked ? <mark key={`${index} ${run.text}`}>{run.text}</mark> : run.text,
  );
}
