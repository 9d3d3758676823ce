/**
 * A topic, group or broker, wherever it is named: a link, a card under the pointer, a menu under
 * the second button (or the keyboard's menu key).
 */
import { HoverCard, Menu } from '@mantine/core';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { Icon, type IconName } from '../ui/icon.tsx';
import styles from './object-link.module.css';

export type ObjectAction = {
  readonly label: string;
  readonly icon: IconName;
  readonly perform: () => void;
};

type Place = { readonly x: number; readonly y: number };

const openDelayMs = 450;

export function ObjectLink(props: {
  readonly href: string;
  readonly className?: string | undefined;
  /** Read only when it is shown. */
  readonly card: ReactNode;
  readonly actions: readonly ObjectAction[];
  readonly children: ReactNode;
}) {
  const [menuAt, setMenuAt] = useState<Place | null>(null);
  function openMenu(event: MouseEvent<HTMLAnchorElement>): void {
    event.preventDefault();
    // The keyboard's menu key comes without a place of its own.
    const box = event.currentTarget.getBoundingClientRect();
    const isByKey = event.clientX === 0 && event.clientY === 0;
    setMenuAt(isByKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY });
  }
  return (
    <>
      <HoverCard
        openDelay={openDelayMs}
        closeDelay={60}
        position="bottom-start"
        shadow="none"
        disabled={menuAt !== null}
      >
        <HoverCard.Target>
          <a href={props.href} className={props.className} onContextMenu={openMenu}>
            {props.children}
          </a>
        </HoverCard.Target>
        <HoverCard.Dropdown className={styles.card ?? ''}>{props.card}</HoverCard.Dropdown>
      </HoverCard>
      {menuAt && <ObjectMenu at={menuAt} actions={props.actions} onClose={() => setMenuAt(null)} />}
    </>
  );
}

function ObjectMenu(props: {
  readonly at: Place;
  readonly actions: readonly ObjectAction[];
  readonly onClose: () => void;
}) {
  return (
    <Menu opened onClose={props.onClose} position="bottom-start" offset={2}>
      <Menu.Target>
        <span className={styles.anchor} style={{ left: props.at.x, top: props.at.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        {props.actions.map(({ label, icon, perform }) => (
          <Menu.Item key={label} leftSection={<Icon name={icon} />} onClick={perform}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The lines of a card: what the object is now. */
export function CardFacts(props: {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}) {
  return (
    <>
      <strong>{props.title}</strong>
      <dl className={styles.facts}>
        {props.facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
