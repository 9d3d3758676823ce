/** Of the scenario as a whole: what it shows and proves, what happened, its runs, and its own fields. */
import { Fieldset, Tabs } from '@mantine/core';
import { useState } from 'react';
import { bothTexts } from '../../../../scenario/edit/graph.ts';
import { list, mapping } from '../../../../scenario/edit/references.ts';
import { useLanguage, useT } from '../../../i18n/index.ts';
import type { ScenarioFault } from '../../../../main/contract/index.ts';
import { Events } from '../run/events.tsx';
import { Expectations } from '../run/expectations.tsx';
import { Markdown } from '../run/markdown.tsx';
import { RunHistory } from '../run/run-history.tsx';
import { useRunStore } from '../run/run-store.ts';
import { useStudioState } from '../studio-store.ts';
import { FaultList } from './fault-list.tsx';
import styles from './panel.module.css';
import { PartList } from './list-field.tsx';
import { PartFields } from './part-fields.tsx';

export function ScenarioPanel(props: {
  readonly faults: readonly ScenarioFault[];
  readonly isReadOnly: boolean;
}) {
  const t = useT();
  const run = useRunStore((state) => state.run);
  const [tab, setTab] = useState<string | null>('about');
  return (
    <Tabs value={tab} onChange={setTab} className={styles.tabs} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="about">{t('studio.tabAbout')}</Tabs.Tab>
        {run && <Tabs.Tab value="events">{t('studio.tabEvents')}</Tabs.Tab>}
        <Tabs.Tab value="runs">{t('studio.tabRuns')}</Tabs.Tab>
        <Tabs.Tab value="form">{t('studio.tabForm')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="about" className={styles.body} tabIndex={0}>
        {props.faults.length > 0 && (
          <section className={styles.section}>
            <h2>{t('studio.faults')}</h2>
            <FaultList faults={props.faults} />
          </section>
        )}
        <About />
      </Tabs.Panel>
      {run && (
        <Tabs.Panel value="events" className={styles.body} tabIndex={0}>
          <Events run={run} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="runs" className={styles.body} tabIndex={0}>
        <Runs />
      </Tabs.Panel>
      <Tabs.Panel value="form" className={styles.body} tabIndex={0}>
        <ScenarioForm isReadOnly={props.isReadOnly} />
      </Tabs.Panel>
    </Tabs>
  );
}

function About() {
  const t = useT();
  const language = useLanguage();
  const value = mapping(useStudioState((state) => state.value));
  const run = useRunStore((state) => state.run);
  const textOf = (key: string) => bothTexts(value[key], '')[language];
  const description = textOf('description');
  const explanation = textOf('explanation');
  const experiment = textOf('experiment');
  return (
    <>
      {description !== '' && <p>{description}</p>}
      <section className={styles.section}>
        <h2>{t('scenarios.expectations')}</h2>
        <Expectations expectations={list(value['expectations'])} run={run} />
      </section>
      {experiment !== '' && (
        <section className={styles.section}>
          <h2>{t('studio.experiment')}</h2>
          <Markdown text={experiment} />
        </section>
      )}
      {explanation !== '' && (
        <section className={styles.section}>
          {!explanation.startsWith('#') && <h2>{t('studio.explanation')}</h2>}
          <Markdown text={explanation} />
        </section>
      )}
    </>
  );
}

function Runs() {
  const name = useStudioState((state) => mapping(state.value)['name']);
  const endedAtMs = useRunStore((state) => state.run?.endedAtMs ?? null);
  return <RunHistory scenario={String(name)} endedAtMs={endedAtMs} />;
}

function ScenarioForm({ isReadOnly }: { readonly isReadOnly: boolean }) {
  const t = useT();
  return (
    <Fieldset variant="unstyled" disabled={isReadOnly}>
      {isReadOnly && <p className="soft">{t('studio.readOnly')}</p>}
      <PartFields part="scenario" path={[]} />
      <section className={styles.section}>
        <h2>{t('scenarios.expectations')}</h2>
        <PartList
          part="expectation"
          path={['expectations']}
          label={t('scenarios.expectations')}
          initial={{
            name: 'all-is-handled',
            left: 'SELECT sum(lag) FROM run_services',
            right: 'SELECT 0',
          }}
        />
      </section>
      <section className={styles.section}>
        <h2>{t('studio.script')}</h2>
        <p className="soft">{t('studio.scriptHint')}</p>
        <PartList
          part="scriptEvent"
          path={['script']}
          label={t('studio.script')}
          initial={{ atS: 20, down: '' }}
        />
      </section>
    </Fieldset>
  );
}
