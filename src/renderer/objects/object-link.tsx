/**
 * A topic, group or broker, wherever it is named: a link, a card under the pointer, a menu under
 * the second button (or the keyboard's menu key).
 */
import { HoverCard } from '@mantine/core';
import { type MouseEvent, type ReactNode, useState } from 'react';
import { type LinkAction, LinkMenu, type MenuPlace, menuPlaceOf } from '../ui/link-menu.tsx';
import styles from './object-link.module.css';

export type ObjectAction = LinkAction;

const openDelayMs = 450;

export function ObjectLink(props: {
  readonly href: string;
  readonly className?: string | undefined;
  /** Read only when it is shown. */
  readonly card: ReactNode;
  readonly actions: readonly ObjectAction[];
  readonly children: ReactNode;
}) {
  const [menuAt, setMenuAt] = useState<MenuPlace | null>(null);
  function openMenu(event: MouseEvent<HTMLAnchorElement>): void {
    event.preventDefault();
    setMenuAt(menuPlaceOf(event));
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
      {menuAt && (
        <LinkMenu
          at={menuAt}
          href={props.href}
          actions={props.actions}
          onClose={() => setMenuAt(null)}
        />
      )}
    </>
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
