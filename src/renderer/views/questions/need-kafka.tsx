/** The decision chart as questions, one at a time, and an answer with its reasons. */
import { Button } from '@mantine/core';
import {
  type AnswerName,
  answersOf,
  answersText,
  type OutcomeName,
  type Progress,
  progressOf,
  type QuestionName,
  reasonCounts,
  scenariosOf,
} from '../../../scenario/models/need-kafka.ts';
import { type Key, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { href, useQueryState } from '../../ui/route.ts';
import { DecisionChart } from './decision-chart.tsx';
import styles from './need-kafka.module.css';
import { QuestionPage } from './question-page.tsx';
import { useScenarioTitle } from './use-titles.ts';

export function NeedKafka() {
  const t = useT();
  const [path, setPath] = useQueryState('path', '');
  const answers = answersOf(path);
  const progress = progressOf(answers);
  // A step of the history for each answer, so that Back takes it back.
  const answer = (name: AnswerName) => setPath(answersText([...answers, name]), true);
  const takeBack = () => setPath(answersText(answers.slice(0, -1)), true);
  return (
    <QuestionPage name="need-kafka" note={t('questions.needNote')}>
      <div className={styles.split}>
        <div className={styles.side} aria-live="polite">
          {progress.question !== null && (
            <Ask key={progress.question} question={progress.question} onAnswer={answer} />
          )}
          {progress.outcome !== null && (
            <Outcome outcome={progress.outcome} steps={progress.steps} />
          )}
          {progress.steps.length > 0 && (
            <div className={styles.ways}>
              <Button
                variant="default"
                leftSection={<Icon name="chevronLeft" size={13} />}
                onClick={takeBack}
              >
                {t('questions.oneBack')}
              </Button>
              <Button variant="default" onClick={() => setPath('', true)}>
                {t('questions.fromStart')}
              </Button>
            </div>
          )}
        </div>
        <DecisionChart
          progress={progress}
          hrefOf={(stepCount) =>
            href('questions', 'need-kafka', { path: path.slice(0, stepCount) })
          }
        />
      </div>
    </QuestionPage>
  );
}

function Ask(props: {
  readonly question: QuestionName;
  readonly onAnswer: (answer: AnswerName) => void;
}) {
  const t = useT();
  const { question, onAnswer } = props;
  return (
    <>
      <h2 className={styles.question}>{t(`questions.q-${question}`)}</h2>
      <p className={styles.help}>{t(`questions.qh-${question}`)}</p>
      <div className={styles.answers}>
        <Button size="sm" onClick={() => onAnswer('yes')}>
          {t('questions.yes')}
        </Button>
        <Button size="sm" variant="default" onClick={() => onAnswer('no')}>
          {t('questions.no')}
        </Button>
      </div>
    </>
  );
}

function Outcome(props: { readonly outcome: OutcomeName; readonly steps: Progress['steps'] }) {
  const t = useT();
  const { outcome, steps } = props;
  const titleOf = useScenarioTitle();
  return (
    <>
      <p className={styles.kicker}>{t('questions.answer')}</p>
      <h2 className={styles.question}>{t(`questions.o-${outcome}`)}</h2>
      <h3 className={styles.heading}>{t('questions.yourAnswers')}</h3>
      <ul className={styles.said}>
        {steps.map(({ question, answer }) => (
          <li key={question}>
            <span>{t(`questions.q-${question}`)}</span>
            <strong>{t(`questions.${answer}`)}</strong>
          </li>
        ))}
      </ul>
      <Reasons outcome={outcome} side="for" />
      <Reasons outcome={outcome} side="against" />
      <h3 className={styles.heading}>{t('questions.tryScenario')}</h3>
      <ul className={styles.links}>
        {scenariosOf[outcome].map((name) => (
          <li key={name}>
            <a href={href('scenarios', name)}>
              <Icon name="scenario" size={14} />
              {titleOf(name)}
            </a>
          </li>
        ))}
        <li>
          <a href={href('questions', 'compare')}>
            <Icon name="columns" size={14} />
            {t('questions.tryCompare')}
          </a>
        </li>
      </ul>
    </>
  );
}

function Reasons(props: { readonly outcome: OutcomeName; readonly side: 'for' | 'against' }) {
  const t = useT();
  const { outcome, side } = props;
  const count = reasonCounts[outcome][side];
  return (
    <>
      <h3 className={styles.heading}>
        {t(side === 'for' ? 'questions.reasonsFor' : 'questions.reasonsAgainst')}
      </h3>
      <ul className={styles.reasons} data-side={side}>
        {Array.from({ length: count }, (_, index) => (
          <li key={index}>
            <Icon name={side === 'for' ? 'check' : 'minus'} size={14} />
            {t(`questions.o-${outcome}-${side}-${index + 1}` as Key)}
          </li>
        ))}
      </ul>
    </>
  );
}
