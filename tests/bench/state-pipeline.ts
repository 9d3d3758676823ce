/**
 * What the state of a very large cluster costs the application's process: reports of brokers in,
 * patches for one renderer out, four times a second, as a share of one core.
 * `node tests/bench/state-pipeline.ts`
 */
import type { ReplicaChanges, ReplicaStats } from '../../src/broker/control.ts';
import { ClusterRecording } from '../../src/main/cluster-state/cluster-history.ts';
import { composeCluster } from '../../src/main/cluster-state/compose.ts';
import { pickOffsets } from '../../src/main/cluster-state/offsets-source.ts';
import { ReplicaTable } from '../../src/main/cluster-state/replica-table.ts';
import { shareMetadata } from '../../src/main/cluster-state/share-metadata.ts';
import { TopicStates } from '../../src/main/cluster-state/topic-states.ts';
import { diff, type JsonObject } from '../../src/main/contract/patch.ts';
import type { Metadata } from '../../src/main/explorer/metadata.ts';

const topicCount = 1_000;
const partitionCount = 12;
const brokerIds = [1, 2, 3];
const rounds = 60;

function metadataNow(): Metadata {
  const topics = Array.from({ length: topicCount }, (_, index) => {
    const name = `topic-${index}`;
    const partitions = Array.from({ length: partitionCount }, (_inner, partition) => ({
      partition,
      leader: (partition % 3) + 1,
      leaderEpoch: 0,
      replicas: [1, 2, 3],
      isr: [1, 2, 3],
    }));
    return [name, { name, topicId: name, isInternal: false, partitions }] as const;
  });
  const brokers = new Map(brokerIds.map((id) => [id, { host: 'h', port: id }]));
  return { clusterId: 'c', controllerId: 1, brokers, topics: new Map(topics) };
}

/** What one broker tells after `round` when this many topics move. */
function report(brokerId: number, round: number, movingTopics: number): ReplicaChanges {
  const replicas: ReplicaStats[] = [];
  for (let topic = 0; topic < (round === 0 ? topicCount : movingTopics); topic += 1) {
    for (let partition = 0; partition < partitionCount; partition += 1) {
      const logEndOffset = round * 25;
      const isLeader = (partition % 3) + 1 === brokerId;
      const [leaderEpoch, logStartOffset, sizeBytes] = [0, 0, logEndOffset * 100];
      const name = { topic: `topic-${topic}`, partition, isLeader, leaderEpoch };
      replicas.push({
        ...name,
        logStartOffset,
        logEndOffset,
        highWatermark: logEndOffset,
        sizeBytes,
      });
    }
  }
  return { isWhole: round === 0, replicas, gone: [] };
}

/** Milliseconds of work in one round. */
function measure(movingTopics: number, perS: number): void {
  const table = new ReplicaTable();
  const states = new TopicStates();
  const recording = new ClusterRecording();
  const shownTopics = Array.from({ length: 30 }, (_, index) => `topic-${index}`);
  let metadata = shareMetadata(null, metadataNow());
  let sent: JsonObject = {};
  let sentOffsets: JsonObject = {};
  let spentMs = 0;
  let sentBytes = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const texts = brokerIds.map((id) => JSON.stringify(report(id, round, movingTopics)));
    const fresh = round % perS === 0 ? metadataNow() : null;
    const startedAtMs = performance.now();
    texts.forEach((text, index) => table.apply(index + 1, JSON.parse(text) as ReplicaChanges));
    if (fresh) metadata = shareMetadata(metadata, fresh);
    const known = { eligible: new Map(), reassignments: new Map() };
    const state = composeCluster({
      bootstrap: 'h:1',
      layout: null,
      machines: new Map(),
      metadata,
      isReachable: true,
      silent: new Set(),
      lastNodes: new Map(),
      topics: states.view({ metadata, isReachable: true, ...known }),
      controller: { controllerId: 1, quorumEpoch: 1 },
      quorum: null,
      flows: {},
      damages: {},
      offlineLogDirs: new Map(),
      stats: new Map(),
      loadOf: () => ({ cpuShare: null }),
    });
    recording.record(state, () => table.all, (round * 1_000) / perS);
    const value = state as unknown as JsonObject;
    const offsets = pickOffsets(table.all, shownTopics) as unknown as JsonObject;
    const patches = [diff(sent, value), diff(sentOffsets, offsets)].filter(Boolean);
    const text = JSON.stringify(patches);
    [sent, sentOffsets] = [value, offsets];
    if (round === 0) continue;
    spentMs += performance.now() - startedAtMs;
    sentBytes += text.length;
  }
  const share = (spentMs / rounds / (1_000 / perS)) * 100;
  const kib = Math.round(sentBytes / rounds / 1024);
  const line = [
    `${String(movingTopics * partitionCount).padStart(6)} partitions move, ${perS} reports/s:`,
    `${share.toFixed(1)} % of a core, ${kib} KiB a patch,`,
    `recording ${Math.round(recording.sizeBytes / 1024 / 1024)} MiB`,
  ];
  console.log(line.join(' '));
}

console.log(`${topicCount} topics x ${partitionCount} partitions on ${brokerIds.length} brokers`);
measure(0, 4);
measure(10, 4);
measure(100, 4);
// As the table of statistics asks for when this many move.
measure(topicCount, 1);
