/** A line of the drawing: what makes it, and while a run is on the messages that take it. */
import { Button } from '@mantine/core';
import type { GraphEdge } from '../../../../scenario/edit/graph.ts';
import { partsOf, removeEdge } from '../../../../scenario/edit/edits.ts';
import { placeOf, readSource } from '../../../../scenario/edit/yaml-source.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { openInDrawer } from '../../../ui/drawer-store.ts';
import { Icon } from '../../../ui/icon.tsx';
import { TopicLink } from '../../../objects/topic-link.tsx';
import { useCanvasUi } from '../canvas/canvas-ui.ts';
import styles from '../panel/panel.module.css';
import { useStudio } from '../studio-store.ts';
import { type FlowSample, useRunStore } from './run-store.ts';
import { FollowLink } from './follow-link.tsx';
import { TopicTail } from './topic-tail.tsx';

export function EdgePanel(props: { readonly edge: GraphEdge; readonly isReadOnly: boolean }) {
  const t = useT();
  const studio = useStudio();
  const { edge, isReadOnly } = props;
  const samples = useRunStore((state) => state.keys[edge.id]);
  const hasRun = useRunStore((state) => state.run !== null);
  const topic = [edge.from, edge.to].map(partsOf).find(({ kind }) => kind === 'topic')?.name;
  const showText = () => {
    const [path] = edge.paths;
    if (!path) return;
    useCanvasUi.setState({ isTextShown: true });
    const source = readSource(studio.store.getState().history.present.text);
    requestAnimationFrame(() => studio.jumpTo(placeOf(source, path).start));
  };
  return (
    <>
      <dl className={styles.facts}>
        <dt>{t('studio.edgeFrom')}</dt>
        <dd>{partsOf(edge.from).name}</dd>
        <dt>{t('studio.edgeTo')}</dt>
        <dd>{partsOf(edge.to).name}</dd>
        {topic !== undefined && (
          <>
            <dt>{t('common.topic')}</dt>
            <dd>
              <TopicLink topic={topic} to="messages" />
            </dd>
          </>
        )}
      </dl>
      <div className={`${styles.section} ${styles.buttons}`}>
        {topic !== undefined && hasRun && (
          <Button
            size="compact-xs"
            leftSection={<Icon name="message" size={12} />}
            onClick={() =>
              openInDrawer({
                id: 'scenario-tail',
                title: t('studio.tailOf', { topic }),
                content: <TopicTail topic={topic} />,
              })
            }
          >
            {t('studio.showTail')}
          </Button>
        )}
        <Button size="compact-xs" variant="default" onClick={showText}>
          {t('studio.showInText')}
        </Button>
        {!isReadOnly && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Icon name="trash" size={12} />}
            onClick={() => studio.edit((text) => ({ text: removeEdge(text, edge.paths), ids: [] }))}
          >
            {t('studio.removeEdge')}
          </Button>
        )}
      </div>
      {hasRun && topic !== undefined && (
        <section className={styles.section}>
          <h2>{t('studio.sampled')}</h2>
          <Samples samples={samples ?? []} />
        </section>
      )}
    </>
  );
}

function Samples({ samples }: { readonly samples: readonly FlowSample[] }) {
  const t = useT();
  const format = useFormat();
  if (samples.length === 0) return <p className="soft">{t('studio.noSamples')}</p>;
  return (
    <ul className={styles.keys}>
      {samples.map(({ sequence, key, partition, offset, atMs }) => (
        <li key={sequence}>
          <FollowLink value={key} />
          <span className="soft">
            {partition}:{format.number(offset)} · {format.time(atMs)}
          </span>
        </li>
      ))}
    </ul>
  );
}
