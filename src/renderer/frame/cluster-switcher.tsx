/** Which cluster this window looks at, and the way to every other one. */
import { Menu } from '@mantine/core';
import type { MouseEvent } from 'react';
import { selectCluster, useClusters } from '../client/use-clusters.ts';
import { useT } from '../i18n/index.ts';
import { errorWords } from '../i18n/error-words.ts';
import type { ClusterEntry } from '../../main/contract/index.ts';
import { entryName, entryPhase, entryTone } from '../objects/cluster-entry.ts';
import { useCommands } from '../ui/commands.ts';
import { Icon } from '../ui/icon.tsx';
import { goTo, href, navigate, parseRoute, readAddress } from '../ui/route.ts';
import { Status } from '../ui/status.tsx';
import { showToast } from '../ui/toasts.ts';
import styles from './cluster-switcher.module.css';

type Named = readonly [id: string, entry: ClusterEntry];

export function ClusterSwitcher() {
  const t = useT();
  const { clusters, selectedId } = useClusters();
  const switchTo = useSwitch();
  const entries: readonly Named[] = Object.entries(clusters);
  const selected = clusters[selectedId];
  useCommands(
    entries
      .filter(([id]) => id !== selectedId)
      .map(([id, entry]) => ({
        id: `switch-${id}`,
        label: t('settings.switchTo', { name: entryName(entry, t) }),
        group: t('settings.clusters'),
        icon: 'cluster',
        keywords: ['cluster', 'switch', 'connect'],
        perform: () => switchTo(id),
      })),
  );
  if (!selected) return <span className={styles.waiting} />;
  const name = entryName(selected, t);
  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target>
        <button
          type="button"
          className={styles.button}
          aria-label={t('settings.switcher', { name })}
        >
          <span className={styles.name}>{name}</span>
          {selected.kind === 'foreign' && selected.isReadOnly && (
            <span className={styles.readOnly}>{t('settings.readOnly')}</span>
          )}
          <Icon name="chevronDown" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['local', 'foreign'] as const).map((kind) => (
          <Group
            key={kind}
            title={t(`settings.${kind}Group`)}
            entries={entries.filter(([, entry]) => entry.kind === kind)}
            selectedId={selectedId}
            onSelect={switchTo}
          />
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="plus" />}
          onClick={() => navigate(href('settings', 'clusters', { act: 'create' }))}
        >
          {t('settings.create')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="link" />}
          onClick={() => navigate(href('settings', 'clusters', { act: 'connect' }))}
        >
          {t('settings.connect')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="settings" />}
          onClick={() => navigate(href('settings', 'clusters'))}
        >
          {t('settings.manage')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Group(props: {
  readonly title: string;
  readonly entries: readonly Named[];
  readonly selectedId: string;
  readonly onSelect: (id: string) => unknown;
}) {
  const t = useT();
  if (props.entries.length === 0) return null;
  return (
    <>
      <Menu.Label>{props.title}</Menu.Label>
      {props.entries.map(([id, entry]) => (
        <Menu.Item
          key={id}
          component="a"
          // A new window of its own starts with this one.
          href={href('home', null, { cluster: id })}
          aria-current={id === props.selectedId || undefined}
          rightSection={id === props.selectedId && <Icon name="check" size={14} />}
          onClick={(event: MouseEvent) => {
            if (event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            void props.onSelect(id);
          }}
        >
          <span className={styles.entry}>
            <span className={styles.entryName}>{entryName(entry, t)}</span>
            <Status tone={entryTone(entry)}>{entryPhase(entry, t)}</Status>
          </span>
          <span className={styles.entryAddress}>{entry.bootstrap}</span>
        </Menu.Item>
      ))}
    </>
  );
}

/** What is open may not be there in the other cluster, so only the views stay. */
function useSwitch(): (id: string) => Promise<void> {
  const t = useT();
  return async (id) => {
    try {
      await selectCluster(id);
    } catch (error) {
      const { what, why } = errorWords(error, t);
      showToast({ tone: 'failure', text: `${what} ${why}` });
      return;
    }
    const { main, beside } = readAddress();
    goTo({ main: viewOnly(main), beside: beside === null ? null : viewOnly(beside) });
  };
}

function viewOnly(address: string): string {
  const view = parseRoute(address)?.view ?? 'home';
  return view === 'settings' ? address : href(view);
}
