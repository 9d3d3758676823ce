/**
 * A scenario file that somebody opened: it is added when they say so. Showing the address alone
 * reads nothing, since any page may hold a link to it.
 */
import { Button } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { Crumbs } from '../../ui/crumbs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useNavigate } from '../../ui/route.ts';
import { ErrorNote } from '../../ui/states.tsx';
import { showToast } from '../../ui/toasts.ts';
import styles from './scenarios.module.css';
import { useAddScenario } from './use-scenarios.ts';

export function AddScenario({ file }: { readonly file: string }) {
  const t = useT();
  const navigate = useNavigate();
  const { run, isRunning, error } = useAddScenario();
  const add = async () => {
    const added = await run(file);
    if (!added) return;
    showToast({ tone: 'done', text: t('scenarios.added', { name: added.name }) });
    navigate(href('scenarios', added.name), true);
  };
  return (
    <Page
      title={
        <Crumbs parent={{ label: t('scenarios.back'), href: href('scenarios') }}>
          {t('scenarios.addTitle')}
        </Crumbs>
      }
    >
      <div className={styles.add}>
        <code className={styles.addFile}>{file}</code>
        <p className={styles.entryText}>{t('scenarios.addText')}</p>
        {error !== null && <ErrorNote error={error} />}
        <div className={styles.addButtons}>
          <Button
            leftSection={<Icon name="plus" size={14} />}
            loading={isRunning}
            onClick={() => void add()}
          >
            {t('scenarios.add')}
          </Button>
          <Button component="a" variant="default" href={href('scenarios')}>
            {t('common.cancel')}
          </Button>
        </div>
      </div>
    </Page>
  );
}
