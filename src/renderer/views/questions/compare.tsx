/** The same workload under the rules of four services: lanes on one time axis, and a table. */
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { KafkaRun, Workload } from '../../../main/contract/index.ts';
import { workloadDefault } from '../../../scenario/models/workload.ts';
import { useT } from '../../i18n/index.ts';
import { Section } from '../../ui/page.tsx';
import { KafkaControl } from './compare-kafka.tsx';
import { Findings } from './compare-table.tsx';
import { CompareSources } from './compare-sources.tsx';
import { Lanes } from './compare-lanes.tsx';
import { Player } from './compare-player.tsx';
import { ModelForms } from './compare-settings.tsx';
import { WorkloadForm, WorkloadText } from './compare-workload.tsx';
import styles from './compare.module.css';
import { QuestionPage } from './question-page.tsx';
import questionStyles from './questions.module.css';
import { type ModelSettings, runModels, settingsDefault } from './services.ts';
import { useKafkaRun } from './use-compare.ts';
import { usePlayback } from './use-playback.ts';

export function Compare() {
  const t = useT();
  const [workload, setWorkload] = useState<Workload>(workloadDefault);
  const [settings, setSettings] = useState<ModelSettings>(settingsDefault);
  const kafka = useKafkaRun();
  const models = useMemo(() => runModels(workload, settings), [workload, settings]);
  const kafkaEvents = useMemo(
    () => (kafka.run ? Object.values(kafka.run.events) : []),
    [kafka.run],
  );
  const services = useMemo(() => ({ kafka: kafkaEvents, ...models }), [kafkaEvents, models]);
  const endMs = Math.max(...Object.values(services).map((events) => events.at(-1)?.atMs ?? 0), 1);
  const playback = usePlayback(endMs);
  const isOther = kafka.run !== null && !isSame(kafka.run, workload);
  return (
    <QuestionPage name="compare" note={t('questions.text-compare')}>
      <Section
        title={t('questions.workload')}
        actions={
          workload !== workloadDefault && (
            <Button variant="default" onClick={() => setWorkload(workloadDefault)}>
              {t('questions.workloadReset')}
            </Button>
          )
        }
      >
        <WorkloadText workload={workload} />
        <div className={styles.folds}>
          <WorkloadForm workload={workload} onChange={setWorkload} />
          <ModelForms settings={settings} onChange={setSettings} />
        </div>
        <KafkaControl kafka={kafka} workload={workload} isOther={isOther} />
      </Section>
      <Section title={t('questions.lanes')} actions={<Player playback={playback} endMs={endMs} />}>
        <p className={questionStyles.hint}>{t('questions.lanesHint')}</p>
        <Lanes
          services={services}
          workload={workload}
          kafkaWorkload={kafka.run?.workload ?? null}
          endMs={endMs}
          atMs={playback.atMs}
        />
      </Section>
      <Section title={t('questions.findings')}>
        <p className={questionStyles.hint}>{t('questions.findingsHint')}</p>
        <Findings services={services} workload={workload} kafkaRun={kafka.run} />
      </Section>
      <CompareSources />
    </QuestionPage>
  );
}

/** What Kafka ran is what the models run now. On foreign brokers the server stays up. */
function isSame({ workload: ran }: KafkaRun, now: Workload): boolean {
  return (Object.keys(now) as (keyof Workload)[]).every(
    (name) => ran[name] === now[name] || name === 'serverDownAtMs',
  );
}
