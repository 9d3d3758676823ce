/** The cluster as a newcomer sees it, and a first message sent and read back. */
import { useEffect, useRef, useState } from 'react';
import { api, connection } from '../../client/connection.ts';
import { useFeed, useLive } from '../../client/live.ts';
import { openFeed } from '../../client/subscription.ts';
import { useClusters } from '../../client/use-clusters.ts';
import { useAction, useQuery } from '../../client/use-query.ts';
import { type ClusterState, isContractError } from '../../../main/contract/index.ts';
import { firstTopic, type Journey } from './model.ts';

/** Points of the little chart: two minutes. */
const pointsMax = 120;
const partitionPointsMax = 12;

export function useHome() {
  const cluster = useLive('cluster', {});
  const groups = useLive('groups', {});
  const brokers = useLive('brokers', {});
  const producers = useLive('producers', {});
  const points = useFeed('throughput', {}, pointsMax);
  const partitions = useFeed('measures', { kind: 'traffic', by: 'partition' }, partitionPointsMax);
  const events = useFeed('events', {}, 500);
  const info = useQuery('info', () => api['app.info']());
  return {
    cluster: cluster.value,
    groups: groups.value,
    brokers: brokers.value,
    producers: producers.value,
    points: points.value ?? [],
    partitions: partitions.value ?? [],
    events: events.value,
    info: info.value,
  };
}

/** The connection through which a cluster elsewhere is looked at; null for one of our own. */
export function useForeignEntry() {
  const { clusters, selectedId } = useClusters();
  const entry = clusters[selectedId];
  return entry?.kind === 'foreign' ? entry : null;
}

/** Whether a first message was still to be sent when this page opened; null until it is known. */
export function useIsNewcomer(): boolean | null {
  const settings = useLive('settings', {}).value;
  const [isNewcomer, setIsNewcomer] = useState<boolean | null>(null);
  // What is shown first does not change places while one reads.
  if (isNewcomer === null && settings) setIsNewcomer(!settings.isFirstMessageDone);
  return isNewcomer;
}

type Place = { readonly partition: number; readonly offset: number };
type Arrival = Place & { readonly atMs: number };

export function useFirstMessage(cluster: ClusterState | undefined) {
  const [journey, setJourney] = useState<Journey | null>(null);
  const closeTail = useRef<(() => void) | null>(null);
  const arrivals = useRef<Arrival[]>([]);
  useEffect(() => () => closeTail.current?.(), []);

  /** The record may be read back before its producer hears that it is stored. */
  function arrivedMsOf(place: Place, sentAtMs: number): number | null {
    const found = arrivals.current.find((arrival) => isSame(arrival, place));
    return found ? found.atMs - sentAtMs : null;
  }

  function onArrivals(places: readonly Place[]): void {
    const atMs = performance.now();
    arrivals.current.push(...places.map(({ partition, offset }) => ({ partition, offset, atMs })));
    setJourney((before) => {
      if (before === null || before.arrivedMs !== null || before.partition === null) return before;
      const own = { partition: before.partition, offset: before.offset ?? -1 };
      const isMine = places.some((place) => isSame(place, own));
      return isMine ? { ...before, arrivedMs: atMs - before.sentAtMs } : before;
    });
  }

  const send = useAction(async (text: string) => {
    await ensureTopic(cluster);
    if (!closeTail.current) closeTail.current = await openTail(onArrivals);
    const sentAtMs = performance.now();
    arrivals.current = [];
    setJourney({ text, sentAtMs, partition: null, offset: null, ackMs: null, arrivedMs: null });
    const place = await api['messages.produce']({ topic: firstTopic, value: { text } });
    setJourney({
      text,
      sentAtMs,
      ...place,
      ackMs: performance.now() - sentAtMs,
      arrivedMs: arrivedMsOf(place, sentAtMs),
    });
    await api['settings.set']({ isFirstMessageDone: true });
  });

  return { journey, send };
}

function isSame(a: Place, b: Place): boolean {
  return a.partition === b.partition && a.offset === b.offset;
}

async function ensureTopic(cluster: ClusterState | undefined): Promise<void> {
  if (cluster?.topics[firstTopic]) return;
  const brokerCount = Object.keys(cluster?.brokers ?? {}).length;
  try {
    await api['topics.create']({
      topic: firstTopic,
      partitionCount: 3,
      replicationFactor: Math.max(1, Math.min(3, brokerCount)),
    });
  } catch (error) {
    // Somebody else was faster: all the better.
    if (!isContractError(error, 'topic-exists')) throw error;
  }
}

/** Resolves once the consumer is in place, so that it cannot miss what is sent next. */
function openTail(onArrivals: (places: readonly Place[]) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const close = openFeed(
      connection,
      'tail',
      { topic: firstTopic },
      {
        onItems: (batches, isStart) => {
          if (isStart) resolve(close);
          for (const { messages } of batches) onArrivals(messages);
        },
        onFailed: reject,
      },
    );
  });
}
