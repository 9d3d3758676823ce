/**
 * `npm run soak -- --minutes N [--pause-ms MS] [--data DIR]`: mixed load on three brokers that are
 * killed and started in turn. At its end every acknowledged message has to be where its producer
 * was told it is, once, and Kafka's dump-log may find nothing wrong in any segment or index.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Brokers } from './brokers.ts';
import { faultsInSegments } from './soak/segments.ts';
import { Ledger } from './soak/ledger.ts';
import { Load, type SoakTopic } from './soak/load.ts';
import { allDrivers } from './drivers.ts';
import { java } from './toolchains.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    'pause-ms': { type: 'string', default: '500' },
    data: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const pauseMs = Number(values['pause-ms']);

const small = { 'segment.bytes': '1048576', 'min.insync.replicas': '2' };
const topics: readonly SoakTopic[] = [
  { name: 'kept', partitions: 6, configs: { ...small, 'retention.ms': '-1' } },
  { name: 'aged', partitions: 3, configs: { ...small, 'retention.bytes': '3000000' } },
  { name: 'trimmed', partitions: 3, configs: { ...small, 'retention.ms': '-1' } },
  {
    name: 'compacted',
    partitions: 3,
    isCompacted: true,
    configs: {
      ...small,
      'cleanup.policy': 'compact',
      'segment.bytes': '1048576',
      'segment.ms': '20000',
      'min.cleanable.dirty.ratio': '0.1',
    },
  },
];

async function main(): Promise<number> {
  const javaTools = await java();
  if (!javaTools.isReady) throw new Error(javaTools.reason);
  const crashes: string[] = [];
  const brokers = await Brokers.start({
    count: 3,
    dataDir: values.data,
    config: {
      'log.retention.check.interval.ms': '5000',
      'log.cleaner.backoff.ms': '3000',
      'log.initial.task.delay.ms': '3000',
      // A checkpoint after every few records makes more of recovery.
      'log.flush.offset.checkpoint.interval.ms': '5000',
    },
    onCrash: (_id, output) => {
      console.log(output);
      crashes.push(output);
    },
  });
  console.log(`data in ${brokers.dataDir}; ${minutes} minutes`);
  const ledger = new Ledger();
  const load = new Load(await allDrivers(), brokers, ledger, topics, pauseMs);
  let faults: string[];
  try {
    await load.makeTopics();
    await load.run(Date.now() + minutes * 60_000);
    const found = await load.everything();
    faults = [...crashes, ...load.faults, ...ledger.faults(found)];
    console.log(`${ledger.summary()}; ${load.kills} kills; consumers took ${load.consumed}`);
    for (const [what, count] of load.refusals) console.log(`not acknowledged: ${count} ${what}`);
  } finally {
    await load.stop();
    await brokers.halt();
  }
  const folders = brokers.ids().map((id) => brokers.folderOf(id));
  faults.push(...(await faultsInSegments(javaTools.tools, folders)));
  for (const fault of faults.slice(0, 50)) console.log(`FAULT ${fault}`);
  console.log(faults.length === 0 ? 'nothing is wrong' : `${faults.length} faults`);
  if (faults.length === 0 && values.data === undefined) {
    rmSync(brokers.dataDir, { recursive: true, force: true });
  }
  return faults.length === 0 ? 0 : 1;
}

process.exitCode = await main();
