/** The map at the level that is chosen, with the heads of the brokers over it. */
import { useMemo, useRef, useState } from 'react';
import type { ClusterState, PartitionName } from '../../../main/contract/index.ts';
import { BrokerHead } from './broker-head.tsx';
import { Changes } from './changes.tsx';
import styles from './cluster.module.css';
import { FlowBand } from './flow-band.tsx';
import type { Level } from './level.ts';
import type { Heat } from './map-tools.tsx';
import { type BrokerAct, brokersOf, type TopicRows } from './model.ts';
import { ledShare, Overview } from './overview.tsx';
import { PartitionMap } from './partition-map.tsx';
import type { Moment } from './past.ts';
import { useCenters } from './use-centers.ts';
import { useTopicHeat } from './use-cluster.ts';
import { useOffsets } from './use-history.ts';
import { useReplicaDrag } from './use-replica-drag.ts';

export type StageProps = {
  readonly cluster: ClusterState;
  readonly topics: readonly TopicRows[];
  readonly level: Level;
  readonly heat: Heat;
  readonly zoom: number;
  readonly find: string;
  readonly past: Moment | null;
  readonly selected: PartitionName | null;
  readonly onAct: ((act: BrokerAct, brokerId: number) => void) | null;
  readonly onSelect: (topic: string, partition: number) => void;
  readonly onTopic: (topic: string) => void;
  readonly onMove: ((name: PartitionName, from: number, to: number) => void) | null;
};

const offsetTopicsMax = 60;

export function MapStage(props: StageProps) {
  return props.level === 'rows' ? <Rows {...props} /> : <Cells {...props} />;
}

function Rows(props: StageProps) {
  const { cluster, topics, past, selected, onMove } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<readonly string[]>([]);
  const offsets = useOffsets(shown, past);
  const brokerIds = useBrokerIds(cluster);
  const { drag, dragged } = useReplicaDrag((name, from, to) => onMove?.(name, from, to));
  return (
    <div
      ref={scroller}
      className={styles.mapWrap}
      data-map
      data-past={past !== null || undefined}
      data-dragging={dragged !== null || undefined}
    >
      <PartitionMap
        cluster={cluster}
        topics={topics}
        scroller={scroller}
        isPast={past !== null}
        onAct={props.onAct}
        onShown={setShown}
        line={{
          cluster,
          brokerIds,
          offsets,
          selected: selected && `${selected.topic}/${selected.partition}`,
          drag: onMove ? drag : null,
          onOpen: props.onSelect,
        }}
      />
      {dragged && (
        <span className={styles.ghost} style={{ left: dragged.x, top: dragged.y }}>
          {dragged.topic}-{dragged.partition}
        </span>
      )}
    </div>
  );
}

function Cells(props: StageProps) {
  const { cluster, topics, past, selected, level } = props;
  const brokers = brokersOf(cluster);
  const brokerIds = useBrokerIds(cluster);
  const { band, centers } = useCenters(brokers.length);
  // Of very many topics the card of a cell says what the cell says, and no offsets.
  const asked = level === 'cells' && topics.length <= offsetTopicsMax;
  const names = useMemo(() => (asked ? topics.map(({ topic }) => topic) : []), [asked, topics]);
  const offsets = useOffsets(names, past);
  const heat = useTopicHeat(past === null && level === 'topics' ? props.heat : 'state');
  const columnOf = useMemo(() => new Map(brokerIds.map((id, index) => [id, index])), [brokerIds]);
  return (
    <div className={styles.places} data-map data-past={past !== null || undefined}>
      <div
        className={styles.heads}
        style={{ gridTemplateColumns: `repeat(${brokers.length}, minmax(0, 1fr))` }}
      >
        {brokers.map((broker) => (
          <div key={broker.id} data-place={broker.id} className={styles.place}>
            <BrokerHead
              broker={broker}
              cluster={cluster}
              isNarrow={brokers.length > 4}
              onAct={props.onAct}
            />
          </div>
        ))}
      </div>
      <div ref={band} className={styles.cellsBand}>
        <FlowBand cluster={cluster} centers={centers} isPast={past !== null} />
        <span className={styles.cellsChanges}>
          <Changes />
        </span>
      </div>
      <Overview
        topics={topics}
        brokerIds={brokerIds}
        level={level}
        zoom={props.zoom}
        offsets={offsets}
        heatOf={
          heat &&
          ((item, brokerId) =>
            (heat.get(item.topic) ?? 0) *
            ledShare(topics[item.topicIndex], columnOf.get(brokerId) ?? -1))
        }
        find={props.find}
        selected={selected && `${selected.topic}/${selected.partition}`}
        isPast={past !== null}
        onOpen={(topic, partition) =>
          partition === null ? props.onTopic(topic) : props.onSelect(topic, partition)
        }
        onMove={props.onMove}
      />
    </div>
  );
}

/** The same list as long as there are the same brokers. */
function useBrokerIds(cluster: ClusterState): readonly number[] {
  const text = brokersOf(cluster)
    .map(({ id }) => id)
    .join();
  return useMemo(() => (text === '' ? [] : text.split(',').map(Number)), [text]);
}
