/** One scenario: draw it, say what it does, run it, break it, see what its tables prove. */
import { Button } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { emptyScenario } from '../../../scenario/edit/edits.ts';
import { bothTexts } from '../../../scenario/edit/graph.ts';
import { mapping } from '../../../scenario/edit/references.ts';
import { useLanguage, useT } from '../../i18n/index.ts';
import { Crumbs } from '../../ui/crumbs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href } from '../../ui/route.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { ErrorNote, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { Scenario } from '../../../main/contract/index.ts';
import { Canvas } from './canvas/canvas.tsx';
import { useCanvasUi } from './canvas/canvas-ui.ts';
import { Discard } from './discard.tsx';
import { faultsByNode, useFaults } from './faults.ts';
import { Panel } from './panel/panel.tsx';
import { RemoveScenario } from './remove-scenario.tsx';
import { RunActionsContext } from './run/run-actions-context.ts';
import { RunHead } from './run/run-head.tsx';
import { useRunStore } from './run/run-store.ts';
import { SaveDialogs, useSaving } from './save.tsx';
import styles from './scenarios.module.css';
import { ShareMenu } from './share-menu.tsx';
import {
  isDirty,
  newName,
  StudioContext,
  studioOf,
  useStudio,
  useStudioState,
} from './studio-store.ts';
import { TextPane } from './text/text-pane.tsx';
import { useRunActions, useScenario } from './use-scenarios.ts';

/** `name` is null for a scenario that begins empty. */
export function StudioPage({ name }: { readonly name: string | null }) {
  const { status, value, error, reload } = useScenario(name);
  if (name !== null && !value) {
    return (
      <StudioFrame title={name} actions={null}>
        {status === 'failed' && <ErrorState error={error} onRetry={reload} />}
        {status === 'loading' && <SkeletonRows count={8} heightPx={30} />}
      </StudioFrame>
    );
  }
  return <OpenStudio key={name ?? newName} scenario={value ?? null} />;
}

function OpenStudio({ scenario }: { readonly scenario: Scenario | null }) {
  const source = scenario?.source ?? null;
  const studio = useMemo(
    () => studioOf(scenario?.name ?? newName, source, emptyScenario, scenario?.isOwn ?? true),
    [scenario?.name, source, scenario?.isOwn],
  );
  return (
    <StudioContext value={studio}>
      <ReactFlowProvider>
        <StudioBody name={scenario?.name ?? null} />
      </ReactFlowProvider>
    </StudioContext>
  );
}

function StudioFrame(props: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useT();
  return (
    <Page
      isFilled
      title={
        <Crumbs parent={{ label: t('scenarios.back'), href: href('scenarios') }}>
          {props.title}
        </Crumbs>
      }
      note={props.note}
      actions={props.actions}
    >
      {props.children}
    </Page>
  );
}

function StudioBody({ name }: { readonly name: string | null }) {
  const t = useT();
  const language = useLanguage();
  const studio = useStudio();
  const value = useStudioState((state) => state.value);
  const title = bothTexts(mapping(value)['title'], name ?? '')[language];
  const text = useStudioState((state) => state.history.present.text);
  const graph = useStudioState((state) => state.graph);
  const isOwn = useStudioState((state) => state.isOwn);
  const isForeign = useStudioState((state) => state.isForeign);
  const dirty = useStudioState(isDirty);
  const isOn = useRunStore((state) => state.isOn);
  const faults = useFaults(text);
  const byNode = useMemo(() => faultsByNode(graph, faults), [graph, faults]);
  const saving = useSaving(name);
  const actions = useRunActions(name ?? '');
  const { isTextShown, isPanelShown } = useCanvasUi();
  useAskBeforeLeaving(dirty);
  useShortcuts([
    { keys: 'mod+s', label: t('studio.save'), perform: () => void saving.save() },
    { keys: 'mod+z', label: t('studio.undo'), perform: studio.undo },
    { keys: 'mod+shift+z', label: t('studio.redo'), perform: studio.redo },
    { keys: 'mod+y', label: t('studio.redo'), perform: studio.redo },
  ]);
  return (
    <StudioFrame
      title={title}
      note={
        <>
          {dirty && <Tag>{t('studio.unsaved')}</Tag>}
          {!isOwn && <Tag>{t('studio.fromLibrary')}</Tag>}
          {isForeign && <Tag>{t('studio.foreign')}</Tag>}
        </>
      }
      actions={
        <>
          <Button
            variant={dirty ? 'filled' : 'default'}
            leftSection={<Icon name="check" size={14} />}
            loading={saving.isSaving}
            disabled={!dirty && name !== null}
            onClick={() => void saving.save()}
          >
            {t('studio.save')}
          </Button>
          {dirty && <Discard name={name} />}
          <ShareMenu name={name} hasFaults={faults.length > 0} />
          {isOwn && name !== null && <RemoveScenario name={name} />}
        </>
      }
    >
      <RunHead name={name} faultCount={faults.length} saving={saving} actions={actions} />
      {saving.error !== null && <ErrorNote error={saving.error} />}
      <div
        className={styles.stage}
        data-text={isTextShown || undefined}
        data-panel={isPanelShown || undefined}
      >
        {isTextShown && <TextPane faults={faults} isReadOnly={isOn} />}
        <RunActionsContext value={actions}>
          <Canvas faults={byNode} isReadOnly={isOn} onOpenPanel={openPanel} />
          {isPanelShown && <Panel faults={faults} isReadOnly={isOn} />}
        </RunActionsContext>
      </div>
      <SaveDialogs saving={saving} />
    </StudioFrame>
  );
}

/** To the first field of what is selected. */
function openPanel(): void {
  useCanvasUi.setState({ isPanelShown: true });
  requestAnimationFrame(() =>
    document
      .querySelector<HTMLElement>(
        '#studio-panel :is(input, textarea, [role="tab"], button.mantine-Tabs-tab)',
      )
      ?.focus(),
  );
}

/** Changes stay while one looks at other views; with the window they would go. */
function useAskBeforeLeaving(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
}
