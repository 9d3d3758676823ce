/** Every cluster of the app, and what can be done to each. The address names the open dialog. */
import { Button } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Section } from '../../ui/page.tsx';
import { href, navigate, useRoute } from '../../ui/route.ts';
import { EmptyState } from '../../ui/states.tsx';
import { ClusterDialogs } from './cluster-dialogs.tsx';
import { ClusterTasks } from './cluster-tasks.tsx';
import { ForeignTable } from './foreign-table.tsx';
import { LocalTable } from './local-table.tsx';
import { foreignRows, localRows } from './model.ts';
import styles from './settings.module.css';
import { useClusters, useMeasuring } from './use-cluster-actions.ts';

export function ClustersSection() {
  const t = useT();
  const { query } = useRoute();
  const { clusters } = useClusters();
  useMeasuring();
  const local = localRows(clusters);
  const foreign = foreignRows(clusters);
  return (
    <>
      <Section
        title={t('settings.localTitle')}
        actions={
          <div className={styles.buttons}>
            <Button
              variant="default"
              leftSection={<Icon name="upload" size={14} />}
              onClick={() => openDialog('import')}
            >
              {t('settings.import')}
            </Button>
            <Button
              leftSection={<Icon name="plus" size={14} />}
              onClick={() => openDialog('create')}
            >
              {t('settings.create')}
            </Button>
          </div>
        }
      >
        <p className={styles.note}>{t('settings.localNote')}</p>
        <ClusterTasks />
        <LocalTable rows={local} onAct={openDialog} />
      </Section>
      <Section
        title={t('settings.foreignTitle')}
        actions={
          foreign.length > 0 && (
            <Button
              variant="default"
              leftSection={<Icon name="plus" size={14} />}
              onClick={() => openDialog('connect')}
            >
              {t('settings.connect')}
            </Button>
          )
        }
      >
        {foreign.length === 0 ? (
          <EmptyState
            icon="link"
            title={t('settings.foreignEmpty')}
            action={<Button onClick={() => openDialog('connect')}>{t('settings.connect')}</Button>}
          >
            {t('settings.foreignEmptyText')}
          </EmptyState>
        ) : (
          <>
            <p className={styles.note}>{t('settings.foreignNote')}</p>
            <ForeignTable rows={foreign} onAct={openDialog} />
          </>
        )}
      </Section>
      <ClusterDialogs act={query.act ?? null} id={query.id ?? null} onClose={closeDialog} />
    </>
  );
}

function openDialog(act: string, id?: string): void {
  navigate(href('settings', 'clusters', { act, ...(id !== undefined && { id }) }));
}

function closeDialog(): void {
  navigate(href('settings', 'clusters'), true);
}
