/** The runs of a scenario that ended; two of them can be laid side by side. */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../../i18n/index.ts';
import { Status, type Tone } from '../../../ui/status.tsx';
import table from '../../../ui/table.module.css';
import type { ScenarioRun } from '../../../../main/contract/index.ts';
import { type Outcome, outcomeOf } from '../model.ts';
import styles from '../panel/panel.module.css';
import { useHistory } from '../use-scenarios.ts';
import { CompareRuns } from './compare-runs.tsx';

const tones: { readonly [Name in Outcome]: Tone } = {
  holds: 'done',
  fails: 'failure',
  open: 'quiet',
};

export function RunHistory(props: {
  readonly scenario: string;
  readonly endedAtMs: number | null;
}) {
  const t = useT();
  const { value } = useHistory(props.endedAtMs);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [isComparing, setIsComparing] = useState(false);
  const runs = (value?.runs ?? []).filter(({ scenario }) => scenario === props.scenario);
  if (runs.length === 0) return <p className="soft">{t('studio.noRuns')}</p>;
  // The last two that were ticked.
  const toggle = (runId: string, isOn: boolean) =>
    setChosen((before) =>
      isOn ? [...before, runId].slice(-2) : before.filter((other) => other !== runId),
    );
  const pair = runs.filter(({ runId }) => chosen.includes(runId)).toReversed();
  const [left, right] = pair;
  return (
    <>
      <div className={table.wrap}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">{t('studio.compare')}</span>
              </th>
              <th scope="col">{t('scenarios.started')}</th>
              <th scope="col" className="num">
                {t('scenarios.duration')}
              </th>
              <th scope="col">{t('scenarios.result')}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunLine
                key={run.runId}
                run={run}
                isChosen={chosen.includes(run.runId)}
                onChoose={(isOn) => toggle(run.runId, isOn)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {runs.length > 1 && (
        <div className={styles.section}>
          <Button
            size="compact-xs"
            variant="default"
            disabled={!left || !right}
            onClick={() => setIsComparing(true)}
          >
            {t('studio.compareTwo')}
          </Button>
        </div>
      )}
      {isComparing && left && right && (
        <CompareRuns left={left} right={right} onClose={() => setIsComparing(false)} />
      )}
    </>
  );
}

function RunLine(props: {
  readonly run: ScenarioRun;
  readonly isChosen: boolean;
  readonly onChoose: (isOn: boolean) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { run } = props;
  const { outcome, failCount } = outcomeOf(run);
  const started = format.dateTime(run.startedAtMs);
  return (
    <tr>
      <td>
        <Checkbox
          size="xs"
          aria-label={t('studio.compareRun', { started })}
          checked={props.isChosen}
          onChange={(event) => props.onChoose(event.currentTarget.checked)}
        />
      </td>
      <td>{started}</td>
      <td className="num">{format.span((run.endedAtMs ?? run.startedAtMs) - run.startedAtMs)}</td>
      <td>
        {run.phase === 'failed' ? (
          <Status tone="failure">{t('scenarios.phase-failed')}</Status>
        ) : (
          <Status tone={tones[outcome]}>
            {outcome === 'holds' && t('scenarios.resultHolds')}
            {outcome === 'fails' && t('scenarios.resultFails', { count: failCount })}
            {outcome === 'open' && t('scenarios.resultOpen')}
          </Status>
        )}
      </td>
    </tr>
  );
}
