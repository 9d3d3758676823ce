/** The checks as they run: what was tried, how it ended, how long it took. */
import { Loader } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { Section } from '../../ui/page.tsx';
import { Status, type Tone } from '../../ui/status.tsx';
import table from '../../ui/table.module.css';
import type { DoctorCheck, DoctorRun } from '../../../main/contract/index.ts';
import styles from './doctor.module.css';
import { type CheckRow, checkRows } from './model.ts';

const tones: { readonly [Phase in DoctorCheck['phase']]: Tone } = {
  running: 'busy',
  done: 'done',
  failed: 'failure',
  skipped: 'quiet',
};

export function Checks(props: { readonly run: DoctorRun; readonly isStale: boolean }) {
  const t = useT();
  const { run } = props;
  return (
    <Section
      title={t('doctor.checks')}
      actions={
        <span className={styles.running} role="status">
          {run.isRunning && (
            <>
              <Loader size={13} /> {t('doctor.checksRunning')}
            </>
          )}
        </span>
      }
    >
      {props.isStale && <p className={styles.staleChecks}>{t('doctor.checksStale')}</p>}
      <div className={table.wrap} data-stale={props.isStale || undefined}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('doctor.check')}</th>
              <th scope="col">{t('doctor.target')}</th>
              <th scope="col">{t('common.state')}</th>
              <th scope="col" className="num">
                {t('doctor.took')}
              </th>
              <th scope="col" className={styles.foundHead}>
                {t('doctor.found')}
              </th>
            </tr>
          </thead>
          <tbody>
            {checkRows(run).map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.small}>{t('doctor.checksFrom')}</p>
    </Section>
  );
}

function Row({ row }: { readonly row: CheckRow }) {
  const t = useT();
  const format = useFormat();
  return (
    <tr>
      <td className="nowrap">{t(`doctor.check-${row.kind}`)}</td>
      <td>
        <code>{row.target}</code>
      </td>
      <td className="nowrap">
        <Status tone={tones[row.phase]}>{t(`doctor.phase-${row.phase}`)}</Status>
      </td>
      <td className="num">{row.tookMs === null ? '–' : format.span(row.tookMs)}</td>
      <td className={styles.found} title={row.detail}>
        {row.detail}
      </td>
    </tr>
  );
}
