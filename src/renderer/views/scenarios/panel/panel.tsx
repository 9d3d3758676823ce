/** Beside the canvas: what is selected, or the scenario itself. */
import { ActionIcon, Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { GraphEdge, GraphNode } from '../../../../scenario/edit/graph.ts';
import { useLanguage, useT } from '../../../i18n/index.ts';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import type { ScenarioFault } from '../../../../main/contract/index.ts';
import { kindIcons } from '../canvas/canvas-tools.tsx';
import { useCanvasUi } from '../canvas/canvas-ui.ts';
import { EdgePanel } from '../run/edge-panel.tsx';
import { useRunStore } from '../run/run-store.ts';
import { ServiceLogTab, ServiceStateTab, ServiceTablesTab } from '../run/service-tabs.tsx';
import { useStudioState } from '../studio-store.ts';
import { ControlContext } from './control-context.ts';
import { FieldControl } from './field-control.tsx';
import { NodeForm } from './node-form.tsx';
import styles from './panel.module.css';
import { ScenarioPanel } from './scenario-panel.tsx';

export function Panel(props: {
  readonly faults: readonly ScenarioFault[];
  readonly isReadOnly: boolean;
}) {
  const t = useT();
  const graph = useStudioState((state) => state.graph);
  const selection = useStudioState((state) => state.history.present.selection);
  const nodes = graph.nodes.filter(({ id }) => selection.includes(id));
  const edge = graph.edges.find(({ id }) => selection.includes(id));
  const [node] = nodes;
  return (
    <aside className={styles.panel} aria-label={t('studio.panel')} id="studio-panel">
      <ControlContext value={FieldControl}>
        {nodes.length > 1 ? (
          <Several count={nodes.length} />
        ) : node ? (
          <NodePanel key={node.id} node={node} {...props} />
        ) : edge ? (
          <OneEdge key={edge.id} edge={edge} isReadOnly={props.isReadOnly} />
        ) : (
          <ScenarioPanel {...props} />
        )}
      </ControlContext>
    </aside>
  );
}

export function PanelHead(props: { readonly icon: IconName; readonly title: string }) {
  const t = useT();
  return (
    <div className={styles.head}>
      <Icon name={props.icon} size={15} />
      <h2>{props.title}</h2>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('studio.closePanel')}
        onClick={() => useCanvasUi.setState({ isPanelShown: false })}
      >
        <Icon name="close" size={13} />
      </ActionIcon>
    </div>
  );
}

function Several({ count }: { readonly count: number }) {
  const t = useT();
  return (
    <>
      <PanelHead icon="tasks" title={t('studio.selected', { count })} />
      <div className={styles.body}>
        <p className="soft">{t('studio.selectedHint')}</p>
      </div>
    </>
  );
}

function OneEdge(props: { readonly edge: GraphEdge; readonly isReadOnly: boolean }) {
  const t = useT();
  return (
    <>
      <PanelHead icon="arrowRight" title={t(`studio.edgeTitle-${props.edge.kind}`)} />
      <div className={styles.body}>
        <EdgePanel edge={props.edge} isReadOnly={props.isReadOnly} />
      </div>
    </>
  );
}

function NodePanel(props: {
  readonly node: GraphNode;
  readonly faults: readonly ScenarioFault[];
  readonly isReadOnly: boolean;
}) {
  const t = useT();
  const language = useLanguage();
  const { node } = props;
  const run = useRunStore((state) => state.run);
  const isWatched =
    run !== null && node.kind === 'service' && run.services[node.name] !== undefined;
  const [tab, setTab] = useState<string | null>(null);
  const shown = tab ?? (isWatched ? 'tables' : 'form');
  const form = <NodeForm node={node} faults={props.faults} isReadOnly={props.isReadOnly} />;
  return (
    <>
      <PanelHead icon={kindIcons[node.kind]} title={node.title[language]} />
      {isWatched ? (
        <Tabs value={shown} onChange={setTab} className={styles.tabs} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="tables">{t('studio.tabTables')}</Tabs.Tab>
            <Tabs.Tab value="log">{t('studio.tabLog')}</Tabs.Tab>
            <Tabs.Tab value="state">{t('studio.tabState')}</Tabs.Tab>
            <Tabs.Tab value="form">{t('studio.tabForm')}</Tabs.Tab>
          </Tabs.List>
          <TabBody value="tables">
            <ServiceTablesTab node={node} />
          </TabBody>
          <TabBody value="log">
            <ServiceLogTab name={node.name} />
          </TabBody>
          <TabBody value="state">
            <ServiceStateTab name={node.name} />
          </TabBody>
          <TabBody value="form">{form}</TabBody>
        </Tabs>
      ) : (
        <div className={styles.body}>{form}</div>
      )}
    </>
  );
}

export function TabBody(props: { readonly value: string; readonly children: ReactNode }) {
  return (
    <Tabs.Panel value={props.value} className={styles.body} tabIndex={0}>
      {props.children}
    </Tabs.Panel>
  );
}
