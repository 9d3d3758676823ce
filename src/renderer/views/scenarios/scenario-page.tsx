/** One scenario: run it, watch it, take services down, see what its tables prove. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLanguage, useT } from '../../i18n/index.ts';
import { Crumbs } from '../../ui/crumbs.tsx';
import { openInDrawer } from '../../ui/drawer-store.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href } from '../../ui/route.ts';
import { ErrorNote, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import type { Scenario, ScenarioRun, Speed } from '../../../main/contract/index.ts';
import { Expectations } from './expectations.tsx';
import { isActive } from './model.ts';
import { RemoveScenario } from './remove-scenario.tsx';
import { RunBar } from './run-bar.tsx';
import { RunHistory } from './run-history.tsx';
import { ScenarioPicture } from './scenario-picture.tsx';
import styles from './scenarios.module.css';
import { ServiceTables } from './service-tables.tsx';
import { useRun, useRunActions, useScenario } from './use-scenarios.ts';

export function ScenarioPage({ name }: { readonly name: string }) {
  const t = useT();
  const language = useLanguage();
  const { status, value, error, reload } = useScenario(name);
  return (
    <Page
      title={
        <Crumbs parent={{ label: t('scenarios.back'), href: href('scenarios') }}>
          {value ? value.title[language] : name}
        </Crumbs>
      }
      actions={
        value && (
          <>
            <FileButton scenario={value} />
            {value.isOwn && <RemoveScenario name={name} />}
          </>
        )
      }
    >
      {!value && status === 'failed' && <ErrorState error={error} onRetry={reload} />}
      {!value && status === 'loading' && <SkeletonRows count={8} heightPx={30} />}
      {value && <ScenarioBody scenario={value} />}
    </Page>
  );
}

function FileButton({ scenario }: { readonly scenario: Scenario }) {
  const t = useT();
  return (
    <Button
      variant="default"
      leftSection={<Icon name="code" size={14} />}
      onClick={() =>
        openInDrawer({
          id: 'scenario-file',
          title: t('scenarios.file', { name: scenario.name }),
          content: <pre className={styles.source}>{scenario.source}</pre>,
        })
      }
    >
      {t('scenarios.showFile')}
    </Button>
  );
}

function ScenarioBody({ scenario }: { readonly scenario: Scenario }) {
  const t = useT();
  const language = useLanguage();
  const latest = useRun().value?.run ?? null;
  const run = latest?.scenario === scenario.name ? latest : null;
  const other = isActive(latest) && run === null ? latest : null;
  const actions = useRunActions(scenario.name);
  const [wantedSpeed, setWantedSpeed] = useState<Speed>(1);
  const [service, setService] = useState(firstTable(scenario));
  const isOn = isActive(run);
  return (
    <>
      <p className={styles.description}>{scenario.description[language]}</p>
      {other && <OtherRun run={other} />}
      <RunBar
        run={run}
        isBlocked={other !== null}
        isStarting={actions.start.isRunning}
        speed={isOn ? run.speed : wantedSpeed}
        onSpeed={(speed) => {
          setWantedSpeed(speed);
          if (isOn) void actions.setSpeed.run(speed);
        }}
        onRun={() => void actions.start.run(wantedSpeed)}
        onFinish={() => void actions.finish.run()}
        onStop={() => void actions.stop.run()}
      />
      {actions.error !== null && <ErrorNote error={actions.error} />}
      {run?.error && <ErrorNote error={new Error(run.error)} />}
      <ScenarioPicture
        scenario={scenario}
        run={run}
        selected={service}
        onSelect={setService}
        onService={isOn ? (name, isUp) => void actions.setService.run(name, isUp) : null}
      />
      <div className={styles.below}>
        <Expectations scenario={scenario} run={run} />
        <ServiceTables
          scenario={scenario}
          hasRun={run !== null}
          selected={service}
          onSelect={setService}
        />
      </div>
      <RunHistory scenario={scenario.name} endedAtMs={run?.endedAtMs ?? null} />
      <span className="sr-only" role="status">
        {run && t(`scenarios.phase-${run.phase}`)}
      </span>
    </>
  );
}

/** What the eye wants first: the second service of the flow reads and writes. */
function firstTable({ services }: Scenario): string {
  const withTable = services.filter(({ table }) => table !== null);
  return (withTable.find(({ consumes }) => consumes.length > 0) ?? withTable[0])?.name ?? '';
}

function OtherRun({ run }: { readonly run: ScenarioRun }) {
  const t = useT();
  return (
    <p className={styles.other} role="status">
      <Icon name="info" />
      {t('scenarios.otherRuns', { name: run.scenario })}
      <a href={href('scenarios', run.scenario)}>{t('scenarios.openOther')}</a>
    </p>
  );
}
