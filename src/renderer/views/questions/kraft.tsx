/** The old failover as a model, and this cluster's elections as they are measured. */
import { useState } from 'react';
import {
  failoverDefault,
  type FailoverInput,
  failoverSources,
  failoverSteps,
  zookeeperFailover,
} from '../../../scenario/models/zookeeper-failover.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Section } from '../../ui/page.tsx';
import { KraftAxis } from './kraft-axis.tsx';
import { KraftInputs } from './kraft-inputs.tsx';
import { KraftMeasure } from './kraft-measure.tsx';
import styles from './kraft.module.css';
import { QuestionPage } from './question-page.tsx';
import questionStyles from './questions.module.css';
import { useElections } from './use-elections.ts';

export function Kraft() {
  const t = useT();
  const [input, setInput] = useState<FailoverInput>(failoverDefault);
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const elections = useElections();
  const failover = zookeeperFailover(input);
  return (
    <QuestionPage name="kraft" note={t('questions.kraftNote')}>
      <KraftInputs input={input} onChange={setInput} scale={scale} onScale={setScale} />
      <KraftAxis
        failover={failover}
        input={input}
        scale={scale}
        measurements={elections.measurements}
        isForeign={elections.cluster?.kind === 'foreign'}
      />
      <Section title={t('questions.measure')}>
        <KraftMeasure elections={elections} />
      </Section>
      <div className={styles.columns}>
        <Steps input={input} />
        <Section title={t('questions.kraftSteps')}>
          <ol className={styles.steps}>
            {(['1', '2', '3', '4'] as const).map((number) => (
              <li key={number}>{t(`questions.ks-${number}`)}</li>
            ))}
          </ol>
        </Section>
      </div>
      <Sources />
    </QuestionPage>
  );
}

function Steps({ input }: { readonly input: FailoverInput }) {
  const t = useT();
  const format = useFormat();
  const { leaderCount, requestCount, entryCount } = zookeeperFailover(input);
  const values = {
    leaders: format.number(leaderCount),
    requests: format.number(requestCount),
    entries: format.number(entryCount),
  };
  return (
    <Section title={t('questions.zookeeperSteps')}>
      <ol className={styles.steps}>
        {failoverSteps.map((step) => (
          <li key={step}>
            <strong>{t(`questions.fs-${step}`)}. </strong>
            {t(`questions.ft-${step}`, values)}
          </li>
        ))}
      </ol>
      {input.figures === 'two-million' && (
        <p className={questionStyles.hint}>{t('questions.oneForAll')}</p>
      )}
    </Section>
  );
}

function Sources() {
  const t = useT();
  return (
    <Section title={t('questions.sources')}>
      <ul className={styles.sources}>
        {Object.values(failoverSources).map(({ id, title, url }) => (
          <li key={id}>
            <a href={url} target="_blank" rel="noreferrer">
              {title}
            </a>
            <span>{t(`questions.src-${id}`)}</span>
          </li>
        ))}
      </ul>
      <p className={questionStyles.hint}>{t('questions.inProportion')}</p>
    </Section>
  );
}
