/** The runs of this scenario that ended. */
import { useFormat, useT } from '../../i18n/index.ts';
import { Section } from '../../ui/page.tsx';
import { Status, type Tone } from '../../ui/status.tsx';
import table from '../../ui/table.module.css';
import type { ScenarioRun } from '../../../main/contract/index.ts';
import { type Outcome, outcomeOf } from './model.ts';
import { useHistory } from './use-scenarios.ts';

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
  const runs = (value?.runs ?? []).filter(({ scenario }) => scenario === props.scenario);
  if (runs.length === 0) return null;
  return (
    <Section title={t('scenarios.history')}>
      <div className={table.wrap}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('scenarios.started')}</th>
              <th scope="col" className="num">
                {t('scenarios.duration')}
              </th>
              <th scope="col" className="num">
                {t('scenarios.speed')}
              </th>
              <th scope="col" className="num">
                {t('scenarios.seedHead')}
              </th>
              <th scope="col" style={{ paddingLeft: 28 }}>
                {t('scenarios.result')}
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunLine key={run.runId} run={run} />
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function RunLine({ run }: { readonly run: ScenarioRun }) {
  const t = useT();
  const format = useFormat();
  const { outcome, failCount } = outcomeOf(run);
  return (
    <tr>
      <td>{format.dateTime(run.startedAtMs)}</td>
      <td className="num">{format.span((run.endedAtMs ?? run.startedAtMs) - run.startedAtMs)}</td>
      <td className="num">{run.speed === 'max' ? t('scenarios.speedMax') : `${run.speed}×`}</td>
      <td className="num">{run.seed}</td>
      <td style={{ paddingLeft: 28 }}>
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
