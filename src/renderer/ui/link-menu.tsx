/** The menu of a link: what else can be done with where it leads. */
import { Menu } from '@mantine/core';
import type { MouseEvent } from 'react';
import { useT } from '../i18n/index.ts';
import { copyText } from './copy-text.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './link-menu.module.css';
import { linkTo } from './link-to.ts';
import { openBeside } from './route.ts';

export type LinkAction = {
  readonly label: string;
  readonly icon: IconName;
  readonly perform: () => void;
};

export type MenuPlace = { readonly x: number; readonly y: number };

/** Under the pointer, or under the link where the keyboard's menu key asked. */
export function menuPlaceOf(event: MouseEvent<HTMLElement>): MenuPlace {
  const box = event.currentTarget.getBoundingClientRect();
  const isByKey = event.clientX === 0 && event.clientY === 0;
  return isByKey ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY };
}

export function LinkMenu(props: {
  readonly at: MenuPlace;
  readonly href: string;
  readonly actions: readonly LinkAction[];
  readonly onClose: () => void;
}) {
  const t = useT();
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
        {props.actions.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<Icon name="split" />} onClick={() => openBeside(props.href)}>
          {t('common.openBeside')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="link" />} onClick={() => copyText(linkTo(props.href))}>
          {t('common.copyLink')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
