/** Run, speed, stop, and how the run stands. */
import { Button, SegmentedControl, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Status } from '../../ui/status.tsx';
import type { ScenarioRun, Speed } from '../../../main/contract/index.ts';
import { isActive, parseSpeed, phaseTone, speeds, speedText } from './model.ts';
import styles from './scenarios.module.css';

export function RunBar(props: {
  readonly run: ScenarioRun | null;
  readonly isBlocked: boolean;
  readonly isStarting: boolean;
  readonly speed: Speed;
  readonly onSpeed: (speed: Speed) => void;
  readonly onRun: () => void;
  /** Nothing new, but what waits is processed. */
  readonly onFinish: () => void;
  /** Now, whatever waits. */
  readonly onStop: () => void;
}) {
  const t = useT();
  const { run } = props;
  const canFinish = run?.phase === 'running';
  return (
    <div className={styles.runBar}>
      {isActive(run) ? (
        <Tooltip label={t(canFinish ? 'scenarios.stopHint' : 'scenarios.stopNowHint')}>
          <Button
            variant="default"
            leftSection={<Icon name="stop" size={14} />}
            loading={run.phase === 'stopping'}
            onClick={canFinish ? props.onFinish : props.onStop}
          >
            {t(canFinish ? 'scenarios.stop' : 'scenarios.stopNow')}
          </Button>
        </Tooltip>
      ) : (
        <Button
          leftSection={<Icon name="play" size={14} />}
          loading={props.isStarting}
          disabled={props.isBlocked}
          onClick={props.onRun}
        >
          {t(run ? 'scenarios.runAgain' : 'scenarios.run')}
        </Button>
      )}
      <SegmentedControl
        size="xs"
        aria-label={t('scenarios.speed')}
        value={speedText(props.speed)}
        onChange={(text) => props.onSpeed(parseSpeed(text))}
        data={speeds.map((speed) => ({
          value: speedText(speed),
          label: speed === 'max' ? t('scenarios.speedMax') : `${speed}×`,
        }))}
      />
      {run ? <RunFacts run={run} /> : <Status tone="quiet">{t('scenarios.phase-idle')}</Status>}
    </div>
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
  return (
    <>
      <Status tone={phaseTone(run.phase)}>{t(`scenarios.phase-${run.phase}`)}</Status>
      <span className="soft">{t('scenarios.elapsed', { span: format.span(elapsedMs) })}</span>
      <span className="soft">{t('scenarios.seed', { seed: run.seed })}</span>
    </>
  );
}
