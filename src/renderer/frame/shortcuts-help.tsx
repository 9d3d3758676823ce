/** `?`: all keys that do something here and now, those of the view first. */
import { Modal } from '@mantine/core';
import { create } from 'zustand';
import { useT } from '../i18n/index.ts';
import { KeyCaps } from '../ui/key-caps.tsx';
import { useActivePane, useRouteOf } from '../ui/route.ts';
import { type Shortcut, shortcutRegistry } from '../ui/shortcuts.ts';
import styles from './shortcuts-help.module.css';

const useHelp = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export function openShortcutsHelp(): void {
  useHelp.setState({ isOpen: true });
}

export function ShortcutsHelp() {
  const t = useT();
  const isOpen = useHelp((state) => state.isOpen);
  const close = () => useHelp.setState({ isOpen: false });
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t('frame.shortcuts')}
      size="xl"
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {isOpen && <Lists />}
    </Modal>
  );
}

function Lists() {
  const t = useT();
  const pane = useActivePane();
  const { view } = useRouteOf(pane);
  const lists = shortcutRegistry.read();
  const own = lists.filter((list) => list.pane === pane).flatMap(({ items }) => items);
  const global = lists.filter((list) => list.pane === null).flatMap(({ items }) => items);
  const chords = global.filter(({ keys }) => keys.includes(' '));
  const everywhere = global.filter(({ keys }) => !keys.includes(' ') && !/^\d$/.test(keys));
  return (
    <div className={styles.lists}>
      {own.length > 0 && <List title={t(`frame.${view}`)} shortcuts={own} />}
      <List title={t('frame.shortcutsEverywhere')} shortcuts={everywhere} />
      <List title={t('frame.shortcutsGo')} shortcuts={chords} />
    </div>
  );
}

function List(props: { readonly title: string; readonly shortcuts: readonly Shortcut[] }) {
  return (
    <section>
      <h3 className={styles.title}>{props.title}</h3>
      <dl className={styles.list}>
        {props.shortcuts.map(({ keys, label }) => (
          <div key={keys}>
            <dt>{label}</dt>
            <dd>
              <KeyCaps keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
