/** What the runs show, question by question; every cell is counted from the run above it. */
import { useMemo } from 'react';
import type { KafkaRun, Workload } from '../../../main/contract/index.ts';
import { type Finding, findingsOf, questions } from '../../../scenario/models/findings.ts';
import { type Key, useFormat, useT } from '../../i18n/index.ts';
import { Status, type Tone } from '../../ui/status.tsx';
import { Tag } from '../../ui/tag.tsx';
import tableStyles from '../../ui/table.module.css';
import styles from './compare.module.css';
import type { Events, ServiceName } from './services.ts';

const tones: { readonly [Name in Finding['tone']]: Tone } = {
  good: 'done',
  fair: 'attention',
  bad: 'failure',
  none: 'quiet',
};

export function Findings(props: {
  readonly services: { readonly [Name in ServiceName]: Events };
  readonly workload: Workload;
  readonly kafkaRun: KafkaRun | null;
}) {
  const t = useT();
  const { services, workload, kafkaRun } = props;
  const names = Object.keys(services) as ServiceName[];
  const findings = useMemo(
    () =>
      Object.fromEntries(
        (Object.keys(services) as ServiceName[]).map((name) => {
          const own = name === 'kafka' ? kafkaRun?.workload : workload;
          const list = own ? findingsOf({ workload: own, events: services[name] }) : [];
          return [name, list];
        }),
      ) as { readonly [Name in ServiceName]: readonly Finding[] },
    [services, workload, kafkaRun?.workload],
  );
  const isKafkaOver = kafkaRun !== null && !isGoing(kafkaRun);
  return (
    <div className={tableStyles.wrap}>
      <table className={`${tableStyles.table} ${styles.findings}`}>
        <thead>
          <tr>
            <th scope="col">{t('questions.question')}</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {t(`questions.service-${name}`)}
                <Tag>{t(name === 'kafka' ? 'questions.real' : 'questions.model')}</Tag>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {questions.map((question, index) => (
            <tr key={question}>
              <th scope="row">{t(`questions.ask-${question}`)}</th>
              {names.map((name) => {
                const finding = findings[name][index];
                const isKnown = finding && (name !== 'kafka' || isKafkaOver);
                return (
                  <td key={name}>
                    {isKnown ? (
                      <Cell finding={finding} />
                    ) : (
                      <Status tone="quiet">
                        {t(
                          name === 'kafka' && kafkaRun
                            ? 'questions.phase-running'
                            : 'questions.notRun',
                        )}
                      </Status>
                    )}
                    <p className={styles.why}>{t(`questions.why-${question}-${name}`)}</p>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isGoing({ phase }: KafkaRun): boolean {
  return phase === 'preparing' || phase === 'running' || phase === 'cleaning';
}

function Cell({ finding }: { readonly finding: Finding }) {
  const t = useT();
  const format = useFormat();
  const { question, verdict, tone, values } = finding;
  // Every verdict of every question has its words; a test looks at all of them.
  const key = `questions.${question}-${verdict}` as Key;
  const after = format.span(values['afterMs'] ?? 0);
  return (
    <span className={styles.verdict}>
      <Status tone={tones[tone]}>{t(key, { ...values, after })}</Status>
    </span>
  );
}
