/** The map of the cluster: brokers as places, partitions in them, now and ten minutes back. */
import { Button, Switch } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useQueryState } from '../../ui/route.ts';
import { EmptyState, ErrorNote, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import type { ClusterState, PartitionName } from '../../../main/contract/index.ts';
import { BrokerConfirm } from './broker-confirm.tsx';
import styles from './cluster.module.css';
import { ElectDialog } from './elect-dialog.tsx';
import { levelFor, parseLevel, parsePartition, partitionIn } from './level.ts';
import { MapStage } from './map-stage.tsx';
import { type Heat, MapTools, zoomMax } from './map-tools.tsx';
import { type BrokerAct, parseAct, topicRowsOf } from './model.ts';
import { MoveDialog } from './move-dialog.tsx';
import { PartitionPanel } from './partition-panel.tsx';
import type { Moment } from './past.ts';
import { Quorum } from './quorum.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { Timeline } from './timeline.tsx';
import { useBrokerAct, useCluster, useRestartPolicy } from './use-cluster.ts';
import { useMoment, useOffsets, usePast, useTimelinePoints } from './use-history.ts';
import { useAddBroker } from './use-replicas.ts';

export function ClusterView() {
  const { status, value, error } = useCluster();
  if (value) return <Cluster live={value} />;
  return <Waiting error={status === 'failed' ? error : null} />;
}

function Waiting({ error }: { readonly error: unknown }) {
  const t = useT();
  return (
    <Page title={t('cluster.title')}>
      {error ? <ErrorState error={error} /> : <SkeletonRows count={9} heightPx={26} />}
    </Page>
  );
}

/** Live, or as it was: everything below is told which, and shows nothing of the other. */
function Cluster({ live }: { readonly live: ClusterState }) {
  const t = useT();
  const { atMs, setAtMs } = useMoment();
  const past = usePast(atMs);
  const { points, events } = useTimelinePoints();
  const moment = atMs === null ? null : past.moment;
  const cluster = moment?.value.cluster ?? live;
  const isWaiting = atMs !== null && moment === null;
  return (
    <Page
      isFilled
      title={t('cluster.title')}
      note={<Quorum cluster={cluster} atMs={moment?.atMs ?? null} />}
      actions={live.kind === 'local' && atMs === null && <LocalActions />}
    >
      {atMs !== null && <PastBanner atMs={atMs} error={past.error} onLive={() => setAtMs(null)} />}
      {isWaiting ? (
        <div className={styles.waiting}>
          {past.error === null && <SkeletonRows count={9} heightPx={26} />}
        </div>
      ) : (
        <ClusterMap cluster={cluster} past={moment} />
      )}
      <Timeline points={points} events={events} atMs={atMs} onMove={setAtMs} />
    </Page>
  );
}

/** Says that this is not now, and leads back. */
function PastBanner(props: {
  readonly atMs: number;
  readonly error: unknown;
  readonly onLive: () => void;
}) {
  const t = useT();
  const format = useFormat();
  return (
    <div className={styles.past} role="status">
      <Icon name="clock" />
      <strong>{t('cluster.asItWas', { time: format.time(props.atMs) })}</strong>
      <Button size="compact-xs" onClick={props.onLive}>
        {t('cluster.backToNow')}
      </Button>
      {props.error !== null && <ErrorNote error={props.error} />}
    </div>
  );
}

function LocalActions() {
  const t = useT();
  const { isAlways, change } = useRestartPolicy();
  const add = useAddBroker();
  return (
    <>
      <Switch
        size="xs"
        checked={isAlways}
        onChange={(event) => void change.run(event.currentTarget.checked)}
        label={t('cluster.restartPolicy')}
      />
      <Button
        variant="default"
        leftSection={<Icon name="plus" size={14} />}
        loading={add.isRunning}
        onClick={() => void add.run()}
      >
        {t('cluster.addBroker')}
      </Button>
      {add.error !== null && <ErrorNote error={add.error} />}
    </>
  );
}

type Dialog =
  | {
      readonly kind: 'move';
      readonly name: PartitionName;
      readonly from: number | null;
      readonly to: number | null;
    }
  | { readonly kind: 'elect'; readonly name: PartitionName };

function ClusterMap({
  cluster,
  past,
}: {
  readonly cluster: ClusterState;
  readonly past: Moment | null;
}) {
  const t = useT();
  const view = useMapView(cluster);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const { asked, ask, clear } = useAsked();
  const action = useBrokerAct();
  const isPast = past !== null;
  const isLocal = cluster.kind === 'local';
  const { selected } = view;
  const selectedTopics = useMemo(() => (selected ? [selected.topic] : []), [selected]);
  const offsets = useOffsets(selectedTopics, past);

  async function perform({ act, brokerId }: Asked): Promise<void> {
    if (act !== 'remove' && (await action.run(act, brokerId))) clear();
  }
  function onAct(act: BrokerAct, brokerId: number): void {
    action.clear();
    if (act === 'start' || act === 'thaw') void perform({ act, brokerId });
    else ask({ act, brokerId });
  }
  function onMove(name: PartitionName, from: number, to: number): void {
    const replicas = cluster.topics[name.topic]?.partitions[name.partition]?.replicas ?? [];
    if (from !== to && !replicas.includes(to)) setDialog({ kind: 'move', name, from, to });
  }

  return (
    <>
      {cluster.phase === 'stopped' && !isPast && <AllStopped />}
      {cluster.phase === 'unreachable' && !isPast && <Unreachable cluster={cluster} />}
      {cluster.kind === 'foreign' && <p className={styles.foreign}>{t('cluster.foreignNote')}</p>}
      {action.error !== null && !asked && <ErrorNote error={action.error} />}
      <MapTools {...view.tools} />
      <div className={styles.stage}>
        {view.topics.length === 0 && view.find !== '' ? (
          <EmptyState icon="search" title={t('cluster.noMatch')} />
        ) : (
          <div className={styles.stageMap}>
            <MapStage
              cluster={cluster}
              topics={view.topics}
              level={view.level}
              heat={view.tools.heat}
              zoom={view.tools.zoom}
              find={view.find}
              past={past}
              selected={view.selected}
              onAct={isLocal && !isPast ? onAct : null}
              onSelect={view.onSelect}
              onTopic={view.onTopic}
              onMove={isPast ? null : onMove}
            />
            {view.topics.length === 0 && <NoTopics />}
          </div>
        )}
        {view.selected && (
          <PartitionPanel
            cluster={cluster}
            offsets={offsets}
            name={view.selected}
            isPast={isPast}
            onMove={() =>
              view.selected &&
              setDialog({ kind: 'move', name: view.selected, from: null, to: null })
            }
            onElect={() => view.selected && setDialog({ kind: 'elect', name: view.selected })}
            onClose={view.onUnselect}
          />
        )}
      </div>
      {asked && !isPast && asked.act !== 'remove' && (
        <BrokerConfirm
          cluster={cluster}
          act={asked.act}
          brokerId={asked.brokerId}
          isRunning={action.isRunning}
          error={action.error}
          onConfirm={() => void perform(asked)}
          onClose={clear}
        />
      )}
      {asked?.act === 'remove' && !isPast && (
        <RemoveDialog cluster={cluster} brokerId={asked.brokerId} onClose={clear} />
      )}
      {dialog?.kind === 'move' && !isPast && (
        <MoveDialog cluster={cluster} {...dialog} onClose={() => setDialog(null)} />
      )}
      {dialog?.kind === 'elect' && !isPast && (
        <ElectDialog
          cluster={cluster}
          offsets={offsets}
          name={dialog.name}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}

/** What of the map is shown, kept in the address. */
function useMapView(cluster: ClusterState) {
  const [levelText, setLevel] = useQueryState<string>('level', '');
  const [heat, setHeat] = useQueryState<Heat>('heat', 'state');
  const [zoomText, setZoom] = useQueryState<string>('zoom', '1');
  const [find, setFind] = useQueryState<string>('find', '');
  const [internal, setInternal] = useQueryState<string>('internal', 'shown');
  const [partition, setPartition] = useQueryState<string>('partition', '');
  const isInternalShown = internal === 'shown';
  const all = topicRowsOf(cluster, '', isInternalShown);
  const level = parseLevel(levelText) ?? levelFor(all);
  // From afar what is looked for stands out of the rest; line by line the rest would be in the way.
  const topics = level === 'rows' ? topicRowsOf(cluster, find, isInternalShown) : all;
  const isThere = parsePartition(cluster, partition) !== null;
  const selected = useMemo(() => (isThere ? partitionIn(partition) : null), [isThere, partition]);
  const onSelect = useCallback(
    (topic: string, index: number) => setPartition(`${topic}/${index}`),
    [setPartition],
  );
  const zoom = Math.max(1, Math.min(zoomMax, Number(zoomText) || 1));
  return {
    topics,
    level,
    find,
    selected,
    onSelect,
    onUnselect: () => setPartition(''),
    /** From the whole topic to its partitions. */
    onTopic: (topic: string) => {
      setFind(topic);
      setLevel('rows');
    },
    tools: {
      level,
      onLevel: setLevel,
      heat,
      onHeat: setHeat,
      zoom,
      onZoom: (next: number) => setZoom(String(next)),
      find,
      onFind: setFind,
      isInternalShown,
      onInternal: (isShown: boolean) => setInternal(isShown ? 'shown' : 'hidden'),
    },
  };
}

function AllStopped() {
  const t = useT();
  return (
    <div className={styles.stopped} role="status">
      <Icon name="warning" size={18} />
      <div>
        <strong>{t('cluster.allStoppedTitle')}</strong>
        <p>{t('cluster.allStoppedText')}</p>
      </div>
    </div>
  );
}

function Unreachable({ cluster }: { readonly cluster: ClusterState }) {
  const t = useT();
  return (
    <div className={styles.stopped} role="status">
      <Icon name="warning" size={18} />
      <div>
        <strong>{t('cluster.unreachableTitle')}</strong>
        <p>{t('cluster.unreachableText', { bootstrap: cluster.bootstrap })}</p>
      </div>
    </div>
  );
}

function NoTopics() {
  const t = useT();
  return (
    <EmptyState
      icon="topic"
      title={t('cluster.emptyTitle')}
      action={
        <Button component="a" href={href('home')}>
          {t('cluster.emptyAction')}
        </Button>
      }
    >
      {t('cluster.emptyText')}
    </EmptyState>
  );
}

type Asked = { readonly act: BrokerAct; readonly brokerId: number };

/** The question that is open: asked by a button here, or by an address (`?broker=2&act=kill`). */
function useAsked() {
  const [actText, setAct] = useQueryState<string>('act', '');
  const [brokerText, setBroker] = useQueryState<string>('broker', '');
  const act = parseAct(actText);
  const asked: Asked | null = act ? { act, brokerId: Number(brokerText) } : null;
  return {
    asked,
    ask: ({ act: next, brokerId }: Asked) => {
      setBroker(String(brokerId));
      setAct(next);
    },
    clear: () => {
      setAct('');
      setBroker('');
    },
  };
}
