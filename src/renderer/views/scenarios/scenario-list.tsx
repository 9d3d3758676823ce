/** The scenarios that can be run. */
import { useLanguage, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import type { ScenarioSummary } from '../../../main/contract/index.ts';
import { isActive } from './model.ts';
import styles from './scenarios.module.css';
import { useRun, useScenarioList } from './use-scenarios.ts';

export function ScenarioList() {
  const t = useT();
  const { status, value, error, reload } = useScenarioList();
  const run = useRun().value?.run;
  const running = isActive(run) ? run.scenario : null;
  return (
    <Page title={t('scenarios.title')} note={t('scenarios.intro')}>
      {!value && status === 'failed' && <ErrorState error={error} onRetry={reload} />}
      {!value && status === 'loading' && <SkeletonRows count={4} heightPx={54} />}
      {value && value.scenarios.length === 0 && (
        <EmptyState icon="scenario" title={t('scenarios.emptyTitle')}>
          {t('scenarios.emptyText')}
        </EmptyState>
      )}
      {value && (
        <ul className={styles.list}>
          {value.scenarios.map((scenario) => (
            <Entry key={scenario.name} scenario={scenario} isRunning={running === scenario.name} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function Entry(props: { readonly scenario: ScenarioSummary; readonly isRunning: boolean }) {
  const t = useT();
  const language = useLanguage();
  const { name, title, description, serviceCount, topicCount, error } = props.scenario;
  if (error !== null) {
    return (
      <li className={styles.entry}>
        <Icon name="error" size={22} />
        <div>
          <h2 className={styles.entryTitle}>{name}</h2>
          <p>{t('scenarios.unreadable')}</p>
          <pre className={styles.entryError}>{error}</pre>
        </div>
      </li>
    );
  }
  return (
    <li className={styles.entry}>
      <Icon name="scenario" size={22} />
      <div>
        <h2 className={styles.entryTitle}>
          <a href={href('scenarios', name)}>{title[language]}</a>
        </h2>
        <p className={styles.entryText}>{description[language]}</p>
        <p className={styles.entryFacts}>
          <span>{t('scenarios.services', { count: serviceCount })}</span>
          <span>{t('scenarios.topics', { count: topicCount })}</span>
          {props.isRunning && <Status tone="done">{t('scenarios.runningNow')}</Status>}
        </p>
      </div>
    </li>
  );
}
