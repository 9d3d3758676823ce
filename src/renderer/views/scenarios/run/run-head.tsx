/** The run of this scenario: what starts and steers it, and its figures for the canvas. */
import { useEffect, useState } from 'react';
import { useT } from '../../../i18n/index.ts';
import { Confirm } from '../../../ui/confirm.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { href } from '../../../ui/route.ts';
import { ErrorNote } from '../../../ui/states.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { isContractError, type Speed } from '../../../../main/contract/index.ts';
import { edgeRates, isActive } from '../model.ts';
import type { Saving } from '../save.tsx';
import styles from '../scenarios.module.css';
import {
  isDirty,
  runWhenOpen,
  takeAwaitedRun,
  useStudio,
  useStudioState,
} from '../studio-store.ts';
import { useRun, useStartRun, type RunActions } from '../use-scenarios.ts';
import { RunBar } from './run-bar.tsx';
import { useRunStore } from './run-store.ts';
import { TrustDialog } from './trust-dialog.tsx';

export function RunHead(props: {
  readonly name: string | null;
  readonly faultCount: number;
  readonly saving: Saving;
  readonly actions: RunActions;
}) {
  const t = useT();
  const { name, actions, saving } = props;
  const studio = useStudio();
  const graph = useStudioState((state) => state.graph);
  const latest = useRun().value?.run ?? null;
  const run = name !== null && latest?.scenario === name ? latest : null;
  const other = isActive(latest) && run === null ? latest : null;
  const start = useStartRun();
  const [trusting, setTrusting] = useState<{ readonly name: string; readonly speed: Speed } | null>(
    null,
  );
  const [isCleaning, setIsCleaning] = useState(false);
  const isOn = isActive(run);
  const dirty = useStudioState(isDirty);
  useEffect(() => {
    // What a run proved is not true of what was changed since.
    const shown = isOn || !dirty ? run : null;
    useRunStore.setState({ run: shown, isOn, rates: edgeRates(graph, isOn ? run : null) });
  }, [run, isOn, dirty, graph]);
  useEffect(
    () => () => useRunStore.setState({ run: null, isOn: false, rates: {}, keys: {} }),
    [name],
  );

  const begin = async (kept: string, speed: Speed) => {
    setTrusting({ name: kept, speed });
    await start.run(kept, speed, false);
  };
  /** What was changed is saved first: a run is of what is kept. */
  const onRun = async (speed: Speed) => {
    const mustSave = name === null || isDirty(studio.store.getState());
    const kept = mustSave ? await saving.save() : name;
    if (kept === null) return;
    if (kept === name) await begin(kept, speed);
    else runWhenOpen(kept, speed);
  };
  useEffect(() => {
    const speed = name === null ? null : takeAwaitedRun(name);
    if (name !== null && speed !== null) void begin(name, speed);
    // Once, when the page of a scenario opens that was just kept.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [name]);
  const needsTrust = trusting !== null && isContractError(start.error, 'scenario-needs-trust');
  return (
    <>
      {other && (
        <p className={styles.other} role="status">
          <Icon name="info" />
          {t('scenarios.otherRuns', { name: other.scenario })}
          <a href={href('scenarios', other.scenario)}>{t('scenarios.openOther')}</a>
        </p>
      )}
      <RunBar
        run={run}
        actions={actions}
        blocked={blockedBy()}
        isStarting={start.isRunning}
        onRun={(speed) => void onRun(speed)}
        onCleanUp={() => setIsCleaning(true)}
      />
      {start.error !== null && !needsTrust && <ErrorNote error={start.error} />}
      {actions.error !== null && <ErrorNote error={actions.error} />}
      {run?.error && <ErrorNote error={new Error(run.error)} />}
      {needsTrust && (
        <TrustDialog
          name={trusting.name}
          isRunning={start.isRunning}
          onTrust={() => void start.run(trusting.name, trusting.speed, true)}
          onClose={() => {
            setTrusting(null);
            start.clear();
          }}
        />
      )}
      {isCleaning && name !== null && (
        <CleanUp name={name} actions={actions} onClose={() => setIsCleaning(false)} />
      )}
      <span className="sr-only" role="status">
        {run && t(`scenarios.phase-${run.phase}`)}
      </span>
    </>
  );

  function blockedBy(): string | null {
    if (other) return t('scenarios.otherRuns', { name: other.scenario });
    return props.faultCount > 0 ? t('studio.faultCount', { count: props.faultCount }) : null;
  }
}

function CleanUp(props: {
  readonly name: string;
  readonly actions: RunActions;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { cleanUp } = props.actions;
  return (
    <Confirm
      title={t('studio.cleanUpTitle')}
      action={t('studio.cleanUp')}
      isDanger
      isRunning={cleanUp.isRunning}
      error={cleanUp.error}
      onConfirm={async () => {
        const gone = await cleanUp.run();
        if (!gone) return;
        props.onClose();
        const [topics, groups] = [gone.topics.length, gone.groups.length];
        showToast({ tone: 'done', text: t('studio.cleanedUp', { topics, groups }) });
      }}
      onClose={props.onClose}
    >
      <p>{t('studio.cleanUpText', { name: props.name })}</p>
    </Confirm>
  );
}
