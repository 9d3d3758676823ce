/** Cells that both tables of clusters have. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import type { ClusterEntry } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { entryName, entryPhase, entryTone } from '../../objects/cluster-entry.ts';
import { Copy } from '../../ui/copy.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Status } from '../../ui/status.tsx';
import { showToast } from '../../ui/toasts.ts';
import { errorWords } from '../../i18n/error-words.ts';
import styles from './settings.module.css';
import { useClusters, useLook } from './use-cluster-actions.ts';

export type Entry = ClusterEntry & { readonly id: string };

export function NameCell({ row }: { readonly row: Entry }) {
  const t = useT();
  const { selectedId } = useClusters();
  const marks = [
    row.id === selectedId && t('settings.viewed'),
    row.isDefault && t('settings.default'),
  ].filter(Boolean);
  return (
    <span className={styles.cellName}>
      <strong>{entryName(row, t)}</strong>
      {marks.length > 0 && <span className={styles.hint}>{marks.join(' · ')}</span>}
    </span>
  );
}

export function PhaseCell({ row }: { readonly row: Entry }) {
  const t = useT();
  return <Status tone={entryTone(row)}>{entryPhase(row, t)}</Status>;
}

export function AddressCell({ row }: { readonly row: Entry }) {
  const t = useT();
  return (
    <span className={styles.cellAddress}>
      <code title={row.bootstrap}>{row.bootstrap}</code>
      <Copy text={row.bootstrap} label={t('common.copyAddress')} />
    </span>
  );
}

/** Shows another cluster in this window. */
export function LookButton({ row }: { readonly row: Entry }) {
  const t = useT();
  const { selectedId } = useClusters();
  const look = useLook();
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={row.id === selectedId}
      loading={look.isRunning}
      aria-label={t('settings.lookNamed', { name: entryName(row, t) })}
      onClick={() => void look.run(row.id)}
    >
      {t('settings.look')}
    </Button>
  );
}

export type RowAction = {
  readonly label: string;
  readonly icon: IconName;
  readonly isDanger?: boolean;
  readonly perform: () => unknown;
};

export function RowMenu(props: { readonly row: Entry; readonly actions: readonly RowAction[] }) {
  const t = useT();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('common.actionsFor', { name: entryName(props.row, t) })}
        >
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {props.actions.map(({ label, icon, isDanger, perform }) => (
          <Menu.Item
            key={label}
            className={isDanger ? styles.danger : undefined}
            leftSection={<Icon name={icon} />}
            onClick={() => void perform()}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A button in a row has no place for a failure: a toast has. */
export function useFailureToast(): (error: unknown) => void {
  const t = useT();
  return (error) => {
    const { what, why, action } = errorWords(error, t);
    showToast({ tone: 'failure', text: [what, why, action].filter(Boolean).join(' ') });
  };
}
