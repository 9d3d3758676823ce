/** Two runs side by side: how they were run, what each service did, and what was proven. */
import { Modal } from '@mantine/core';
import type { Format } from '../../../i18n/format.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import type { Translate } from '../../../i18n/index.ts';
import table from '../../../ui/table.module.css';
import type { ScenarioRun, ServiceRun } from '../../../../main/contract/index.ts';
import { useRunSamples } from '../use-scenarios.ts';
import { Spark } from './spark.tsx';

type Line = { readonly name: string; readonly left: string; readonly right: string };

export function CompareRuns(props: {
  readonly left: ScenarioRun;
  readonly right: ScenarioRun;
  readonly onClose: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { left, right } = props;
  const lines = linesOf(left, right, t, format);
  return (
    <Modal
      opened
      size="xl"
      onClose={props.onClose}
      title={t('studio.compareTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={table.wrap}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('studio.figure')}</th>
              <th scope="col" className="num">
                {format.dateTime(left.startedAtMs)}
              </th>
              <th scope="col" className="num">
                {format.dateTime(right.startedAtMs)}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, left: first, right: second }) => (
              <tr key={name} data-differs={first !== second || undefined}>
                <th scope="row">{name}</th>
                <td className="num">{first}</td>
                <td className="num">{first === second ? second : <strong>{second}</strong>}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t('studio.lagOverTime')}</th>
              <td className="num">
                <LagSpark run={left} />
              </td>
              <td className="num">
                <LagSpark run={right} />
              </td>
            </tr>
          </tbody>
        </table>
      </div>
    </Modal>
  );
}

function LagSpark({ run }: { readonly run: ScenarioRun }) {
  const t = useT();
  const { value } = useRunSamples(run.runId);
  const lags = (value?.samples ?? []).map(({ services }) =>
    Object.values(services).reduce((sum, [, , lag]) => sum + lag, 0),
  );
  return <Spark values={lags} label={t('studio.lagOverTime')} />;
}

function linesOf(
  left: ScenarioRun,
  right: ScenarioRun,
  t: Translate,
  format: Format,
): readonly Line[] {
  const line = (name: string, of: (run: ScenarioRun) => string): Line => ({
    name,
    left: of(left),
    right: of(right),
  });
  const speed = ({ speed: own }: ScenarioRun) =>
    own === 'max' ? t('scenarios.speedMax') : `${own}×`;
  const services = [...new Set([...Object.keys(left.services), ...Object.keys(right.services)])];
  const names = [
    ...new Set([...Object.keys(left.expectations), ...Object.keys(right.expectations)]),
  ];
  const figure =
    (service: string, of: (run: ServiceRun) => number | null) => (run: ScenarioRun) => {
      const own = run.services[service];
      const value = own ? of(own) : null;
      return value === null ? '–' : format.number(value);
    };
  return [
    line(t('scenarios.duration'), ({ startedAtMs, endedAtMs }) =>
      format.span((endedAtMs ?? startedAtMs) - startedAtMs),
    ),
    line(t('scenarios.speed'), speed),
    line(t('scenarios.seedHead'), ({ seed }) => String(seed)),
    line(t('studio.eventsCount'), ({ events }) => format.number(events.length)),
    ...services.flatMap((service) => [
      line(
        `${service}: ${t('scenarios.in')}`,
        figure(service, ({ inCount }) => inCount),
      ),
      line(
        `${service}: ${t('scenarios.out')}`,
        figure(service, ({ outCount }) => outCount),
      ),
      line(
        `${service}: ${t('studio.failedHead')}`,
        figure(service, (run) => run.failedCount),
      ),
      line(
        `${service}: p95 ms`,
        figure(service, (run) => run.latencyMs?.p95 ?? null),
      ),
    ]),
    ...names.map((name) =>
      line(name, ({ expectations }) => {
        const result = expectations[name];
        return result ? `${t(`scenarios.expect-${result.status}`)} ${result.detail}` : '–';
      }),
    ),
  ];
}
