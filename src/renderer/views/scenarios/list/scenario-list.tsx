/** The scenarios that can be run, and the way to a new one. */
import { Button } from '@mantine/core';
import { useLanguage, useT } from '../../../i18n/index.ts';
import { ScenarioImportMenu } from '../../../objects/scenario-import-menu.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Page } from '../../../ui/page.tsx';
import { href } from '../../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Status } from '../../../ui/status.tsx';
import { Tag } from '../../../ui/tag.tsx';
import type { ScenarioSummary } from '../../../../main/contract/index.ts';
import { isActive } from '../model.ts';
import { OpenFileButton, useOpenSource } from '../open-file.tsx';
import styles from '../scenarios.module.css';
import { shelvesOf } from './categories.ts';
import { unsavedNames } from '../studio-store.ts';
import { useRun, useScenarioList } from '../use-scenarios.ts';

export function ScenarioList() {
  const t = useT();
  const { status, value, error, reload } = useScenarioList();
  const run = useRun().value?.run;
  const running = isActive(run) ? run.scenario : null;
  const unsaved = unsavedNames();
  const own = (value?.scenarios ?? []).filter(({ isOwn }) => isOwn);
  const library = (value?.scenarios ?? []).filter(({ isOwn }) => !isOwn);
  const entry = (scenario: ScenarioSummary) => (
    <Entry
      key={scenario.name}
      scenario={scenario}
      isRunning={running === scenario.name}
      isUnsaved={unsaved.includes(scenario.name)}
    />
  );
  return (
    <Page title={t('scenarios.title')} note={t('scenarios.intro')} actions={<Ways />}>
      {!value && status === 'failed' && <ErrorState error={error} onRetry={reload} />}
      {!value && status === 'loading' && <SkeletonRows count={4} heightPx={54} />}
      {value && value.scenarios.length === 0 && (
        <EmptyState icon="scenario" title={t('scenarios.emptyTitle')} action={<NewButton />}>
          {t('scenarios.emptyText')}
        </EmptyState>
      )}
      {own.length > 0 && <h2 className={styles.category}>{t('studio.ownScenarios')}</h2>}
      <ul className={styles.list}>{own.map(entry)}</ul>
      {shelvesOf(library).map(({ category, scenarios }) => (
        <section
          key={category}
          className={styles.shelf}
          aria-label={t(`library.category-${category}`)}
        >
          <h2 className={styles.category}>{t(`library.category-${category}`)}</h2>
          <p className={styles.about}>{t(`library.about-${category}`)}</p>
          <ul className={styles.list}>{scenarios.map(entry)}</ul>
        </section>
      ))}
    </Page>
  );
}

function Ways() {
  const open = useOpenSource();
  return (
    <>
      <OpenFileButton />
      <ScenarioImportMenu onImported={({ source }) => open(source)} />
      <NewButton />
    </>
  );
}

function NewButton() {
  const t = useT();
  return (
    <Button
      component="a"
      href={href('scenarios', null, { new: '1' })}
      leftSection={<Icon name="plus" size={14} />}
    >
      {t('studio.newScenario')}
    </Button>
  );
}

function Entry(props: {
  readonly scenario: ScenarioSummary;
  readonly isRunning: boolean;
  readonly isUnsaved: boolean;
}) {
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
          {props.isUnsaved && <Tag>{t('studio.unsaved')}</Tag>}
        </p>
      </div>
    </li>
  );
}
