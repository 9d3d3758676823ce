/** Run, speed, pause, step, finish, stop, and how the run stands. */
import { ActionIcon, Button, Select, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useFormat, useT } from '../../../i18n/index.ts';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { Status } from '../../../ui/status.tsx';
import type { ScenarioRun, Speed } from '../../../../main/contract/index.ts';
import { isActive, outcomeOf, parseSpeed, phaseTone, speeds, speedText } from '../model.ts';
import styles from '../scenarios.module.css';
import type { RunActions } from '../use-scenarios.ts';

export function RunBar(props: {
  readonly run: ScenarioRun | null;
  readonly actions: RunActions;
  /** Why it cannot be run now; null when it can. */
  readonly blocked: string | null;
  readonly isStarting: boolean;
  readonly onRun: (speed: Speed) => void;
  readonly onCleanUp: () => void;
}) {
  const t = useT();
  const { run, actions } = props;
  const [wanted, setWanted] = useState<Speed>(1);
  const isOn = isActive(run);
  const speed = isOn ? run.speed : wanted;
  return (
    <div className={styles.runBar} role="toolbar" aria-label={t('studio.runBar')}>
      {isOn ? (
        <OnButtons run={run} actions={actions} />
      ) : (
        <Tooltip label={props.blocked ?? t('studio.runHint')}>
          <Button
            leftSection={<Icon name="play" size={14} />}
            loading={props.isStarting}
            data-disabled={props.blocked !== null || undefined}
            aria-disabled={props.blocked !== null}
            onClick={() => props.blocked === null && props.onRun(wanted)}
          >
            {t(run ? 'scenarios.runAgain' : 'scenarios.run')}
          </Button>
        </Tooltip>
      )}
      <Select
        size="xs"
        w={96}
        aria-label={t('scenarios.speed')}
        allowDeselect={false}
        value={speedText(speed)}
        data={[...new Set([...speeds.map(speedText), speedText(speed)])].map((text) => ({
          value: text,
          label: text === 'max' ? t('scenarios.speedMax') : `${text}×`,
        }))}
        onChange={(text) => {
          const next = parseSpeed(text ?? '');
          setWanted(next);
          if (isOn) void actions.setSpeed.run(next);
        }}
      />
      {run ? <RunFacts run={run} /> : <Status tone="quiet">{t('scenarios.phase-idle')}</Status>}
      {run && !isOn && (
        <Button size="compact-xs" variant="subtle" color="gray" onClick={props.onCleanUp}>
          {t('studio.cleanUp')}
        </Button>
      )}
    </div>
  );
}

function OnButtons({ run, actions }: { readonly run: ScenarioRun; readonly actions: RunActions }) {
  const t = useT();
  const canFinish = run.phase === 'running';
  return (
    <>
      {canFinish && (
        <Tool
          icon={run.isPaused ? 'play' : 'pause'}
          label={t(run.isPaused ? 'studio.resume' : 'studio.pause')}
          hint={t('studio.pauseHint')}
          onClick={() => void actions.setPaused.run(!run.isPaused)}
        />
      )}
      {run.isPaused && (
        <Tool
          icon="arrowRight"
          label={t('studio.step')}
          hint={t('studio.stepHint')}
          onClick={() => void actions.step.run()}
        />
      )}
      {canFinish && (
        <Tooltip label={t('scenarios.stopHint')}>
          <Button
            variant="default"
            leftSection={<Icon name="check" size={14} />}
            onClick={() => void actions.finish.run()}
          >
            {t('scenarios.stop')}
          </Button>
        </Tooltip>
      )}
      <Tooltip label={t('scenarios.stopNowHint')}>
        <Button
          variant="default"
          leftSection={<Icon name="stop" size={14} />}
          loading={run.phase === 'stopping'}
          onClick={() => void actions.stop.run()}
        >
          {t('scenarios.stopNow')}
        </Button>
      </Tooltip>
    </>
  );
}

function Tool(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly hint: string;
  readonly onClick: () => void;
}) {
  return (
    <Tooltip label={props.hint}>
      <ActionIcon variant="default" size={30} aria-label={props.label} onClick={props.onClick}>
        <Icon name={props.icon} size={14} />
      </ActionIcon>
    </Tooltip>
  );
}

function RunFacts({ run }: { readonly run: ScenarioRun }) {
  const t = useT();
  const format = useFormat();
  const [nowMs, setNowMs] = useState(Date.now);
  const isOn = isActive(run);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isOn]);
  const elapsedMs = Math.max(0, (run.endedAtMs ?? nowMs) - run.startedAtMs);
  const results = Object.values(run.expectations);
  const holding = results.filter(({ status }) => status === 'holds').length;
  const { outcome } = outcomeOf(run);
  const tone = outcome === 'holds' ? 'done' : outcome === 'fails' ? 'failure' : 'quiet';
  return (
    <>
      <Status tone={run.isPaused ? 'attention' : phaseTone(run.phase)}>
        {run.isPaused ? t('studio.paused') : t(`scenarios.phase-${run.phase}`)}
      </Status>
      <span className="soft">{t('scenarios.elapsed', { span: format.span(elapsedMs) })}</span>
      <span className="soft">{t('scenarios.seed', { seed: run.seed })}</span>
      {results.length > 0 && (
        <Status tone={tone}>
          {t('studio.expectationsHold', { holding, all: results.length })}
        </Status>
      )}
    </>
  );
}
