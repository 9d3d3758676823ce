/** One key through the whole cluster: asked for above, drawn as a sequence, listed below. */
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Page, Section } from '../../ui/page.tsx';
import { href, useRoute } from '../../ui/route.ts';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { AskForm } from './ask-form.tsx';
import { askingOf } from './asking.ts';
import { Diagram } from './diagram.tsx';
import styles from './follow.module.css';
import { ofTrace, sequenceOf, stepsOf, tracesOf } from './model.ts';
import { ProgressLine } from './progress-line.tsx';
import { StepTable } from './step-table.tsx';
import { type Following, useFollow } from './use-follow.ts';

export function FollowView() {
  const t = useT();
  const { query } = useRoute();
  const asking = askingOf(query);
  const following = useFollow(asking);
  const isAsked = asking.key !== '' && (asking.by !== 'field' || asking.field !== '');
  return (
    <Page title={t('follow.title')} note={t('follow.note')}>
      <AskForm key={JSON.stringify(query)} asking={asking} />
      {!isAsked && (
        <EmptyState
          icon="follow"
          title={t('follow.emptyTitle')}
          action={
            <Button component="a" variant="default" href={href('messages')}>
              {t('follow.emptyAction')}
            </Button>
          }
        >
          {t('follow.emptyText')}
        </EmptyState>
      )}
      {isAsked && following.error !== null && <ErrorState error={following.error} />}
      {isAsked && following.error === null && <Found following={following} text={asking.key} />}
    </Page>
  );
}

function Found(props: {
  readonly following: Following & { readonly stop: () => void };
  readonly text: string;
}) {
  const t = useT();
  const { known, progress, isStopped, stop } = props.following;
  const [chosen, setChosen] = useState<string | null>(null);
  if (progress === null) return <SkeletonRows count={6} heightPx={24} />;
  const traces = tracesOf(known.records);
  const traceId = traces.some(([id]) => id === chosen) ? chosen : null;
  const steps = stepsOf(ofTrace(known, traceId));
  const isOver = isStopped || progress.phase === 'watching' || progress.phase === 'done';
  return (
    <>
      <ProgressLine
        progress={progress}
        count={known.records.length}
        isStopped={isStopped}
        onStop={stop}
      />
      {known.records.length === 0 && isOver && (
        <EmptyState icon="search" title={t('follow.nothingTitle', { text: props.text })}>
          {t('follow.nothingText')}
        </EmptyState>
      )}
      {steps.length > 0 && (
        <>
          <Section
            title={t('follow.diagram')}
            actions={
              traces.length > 1 && (
                <TraceChoice traces={traces} value={traceId} onChange={setChosen} />
              )
            }
          >
            <Story steps={steps} />
          </Section>
          <Section title={t('follow.records')}>
            <StepTable steps={steps} />
          </Section>
        </>
      )}
    </>
  );
}

function Story({ steps }: { readonly steps: ReturnType<typeof stepsOf> }) {
  const t = useT();
  const format = useFormat();
  // More lines than that nobody reads as a picture; the table has them all.
  const drawn = steps.slice(0, drawnMax);
  const sequence = sequenceOf(drawn);
  return (
    <>
      <p className={styles.summary}>
        {t('follow.summary', {
          span: format.span(sequence.totalMs),
          records: steps.length,
          topics: new Set(steps.map(({ record }) => record.topic)).size,
        })}
        {steps.length > drawnMax && (
          <span className="soft"> {t('follow.drawnFirst', { amount: drawnMax })}</span>
        )}
      </p>
      <Diagram sequence={sequence} />
    </>
  );
}

const drawnMax = 100;

function TraceChoice(props: {
  readonly traces: readonly (readonly [string, number])[];
  readonly value: string | null;
  readonly onChange: (traceId: string | null) => void;
}) {
  const t = useT();
  return (
    <Select
      size="xs"
      className={styles.trace ?? ''}
      aria-label={t('follow.traceChoice')}
      data={[
        { value: '', label: t('follow.allTraces', { amount: props.traces.length }) },
        ...props.traces.map(([id, count]) => ({
          value: id,
          label: t('follow.oneTrace', { id: id.slice(0, 8), count }),
        })),
      ]}
      value={props.value ?? ''}
      onChange={(next) => props.onChange(next || null)}
    />
  );
}
