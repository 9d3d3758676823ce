/** What every client's consumer does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { DriverError, type RecordIn, type RecordOut } from './driver.ts';
import { type Check, eventually, type Kit, suite } from './fixture.ts';

const kibibyte = 1024;
let readerCount = 0;
const newReader = () => `reader-${readerCount++}`;

const numbered = (count: number, partition = 0): RecordIn[] =>
  Array.from({ length: count }, (_, index) => ({
    partition,
    key: `k${index}`,
    value: `v${index}`,
  }));

async function send(kit: Kit, topic: string, records: readonly RecordIn[]): Promise<void> {
  const sent = await kit.driver.produce({ topic, records });
  const refused = sent.find(({ error }) => error !== undefined);
  if (refused?.error !== undefined) throw new DriverError(refused.error);
}

type Place = 'earliest' | 'latest' | number;
type ReadOptions = {
  readonly partitions?: number;
  readonly from?: Place;
  readonly maxPartitionBytes?: number;
  readonly maxBytes?: number;
  readonly isolation?: 'read_committed';
  readonly rack?: string;
  readonly reset?: 'earliest' | 'latest';
};

/** The next `count` records from a place on. */
async function read(kit: Kit, topic: string, count: number, options: ReadOptions = {}) {
  const reader = newReader();
  await kit.driver.open({ reader, topic, partitions: 1, from: 'earliest', ...options });
  const records = await kit.driver.take(reader, count);
  await kit.driver.close(reader);
  return records;
}

/**
 * Reads partitions of `each` records until all were seen, as numbers in the order of partitions
 * and offsets. A client that hears late who leads a partition may begin it twice.
 */
async function readPlaces(
  kit: Kit,
  topic: string,
  partitions: number,
  each: number,
  rack?: string,
) {
  const reader = newReader();
  const places = new Set<number>();
  const more = rack === undefined ? {} : { rack };
  await kit.driver.open({ reader, topic, partitions, from: 'earliest', ...more });
  await eventually(`all ${partitions * each} records arrive`, async () => {
    const some = await kit.driver.take(reader, 20, 200);
    for (const { partition, offset } of some) {
      if (offset < each) places.add(each * partition + offset);
    }
    return places.size >= partitions * each;
  });
  await kit.driver.close(reader);
  return [...places].toSorted((a, b) => a - b);
}

const offsetsOf = (records: readonly RecordOut[]) => records.map(({ offset }) => offset);
const range = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, index) => first + index);
const assignedTo = (kit: Kit, reader: string) => kit.driver.ask<number[]>('assigned', { reader });

/** Offsets of the topic's partitions as the consumer learns them. */
function offsets(kit: Kit, topic: string, partitions: number, spec: string | number) {
  return kit.driver.ask<number[]>('offsets', { topic, partitions, spec });
}

async function deleteRecords({ driver }: Kit, topic: string, offset: number): Promise<void> {
  expect(await driver.ask('deleteRecords', { topic, partition: 0, offset })).toBe(offset);
}

const checks: Check[] = [
  {
    title: 'reads from the earliest and from any offset',
    run: async (kit) => {
      const topic = await kit.topic('places');
      await send(kit, topic, numbered(50));
      expect(offsetsOf(await read(kit, topic, 50))).toEqual(range(0, 50));
      expect(offsetsOf(await read(kit, topic, 20, { from: 30 }))).toEqual(range(30, 50));
    },
  },
  {
    title: 'reads from the latest',
    run: async (kit) => {
      const topic = await kit.topic('latest');
      await send(kit, topic, numbered(50));
      const reader = newReader();
      await kit.driver.open({ reader, topic, partitions: 1, from: 'latest' });
      // Libraries look for the end some time after they were opened, so messages go on coming.
      let records: RecordOut[] = [];
      await eventually('something new arrives', async () => {
        await send(kit, topic, numbered(1));
        records = await kit.driver.take(reader, 1, 300);
        return records.length > 0;
      });
      await kit.driver.close(reader);
      expect(records[0].offset).toBeGreaterThanOrEqual(50);
    },
  },
  {
    title: 'seeks',
    needs: ['seek'],
    run: async (kit) => {
      const topic = await kit.topic('seek');
      await send(kit, topic, numbered(50));
      const reader = newReader();
      await kit.driver.open({ reader, topic, partitions: 1, from: 'earliest' });
      expect(offsetsOf(await kit.driver.take(reader, 50))).toEqual(range(0, 50));
      await kit.driver.ask('seek', { reader, partition: 0, offset: 7 });
      expect(offsetsOf(await kit.driver.take(reader, 43))).toEqual(range(7, 50));
      await kit.driver.close(reader);
    },
  },
  {
    title: 'reads messages larger than its fetch sizes',
    run: async (kit) => {
      const topic = await kit.topic('small-fetches');
      const large = range(0, 10).map(() => ({ partition: 0, key: 'k', size: 100 * kibibyte }));
      await kit.driver.produce({ topic, records: large, batchBytes: 150 * kibibyte });
      const small = await read(kit, topic, 10, { maxPartitionBytes: kibibyte });
      expect(small.map(({ size }) => size)).toEqual(large.map(({ size }) => size));
      const roomy = await read(kit, topic, 10, { maxPartitionBytes: 8 * kibibyte * kibibyte });
      expect(roomy.map(({ sha256 }) => sha256)).toEqual(small.map(({ sha256 }) => sha256));
    },
  },
  {
    title: 'reads 200 partitions',
    run: async (kit) => {
      const partitions = 200;
      const topic = await kit.topic('many', { partitions, replicas: 1 });
      const records = range(0, partitions).flatMap((it) => numbered(2, it));
      // Some brokers may not have heard of all partitions yet, and not all libraries try again.
      await eventually('all partitions take records', async () => {
        const sent = await kit.driver.produce({ topic, records });
        return sent.every(({ error }) => error === undefined);
      });
      expect(await readPlaces(kit, topic, partitions, 2)).toEqual(range(0, 2 * partitions));
    },
  },
  {
    title: 'shares partitions in a group, and goes on from committed offsets',
    run: async (kit) => {
      const topic = await kit.topic('group', { partitions: 4 });
      const group = kit.name('group');
      await send(
        kit,
        topic,
        range(0, 4).flatMap((it) => numbered(10, it)),
      );
      const [first, second, third] = [newReader(), newReader(), newReader()];
      await kit.driver.open({ reader: first, topic, group, reset: 'earliest' });
      await eventually(
        'one member has all',
        async () => (await assignedTo(kit, first)).length === 4,
      );
      expect(await kit.driver.take(first, 40)).toHaveLength(40);
      const committed = range(0, 4).map((partition) => ({ partition, offset: partition + 5 }));
      await kit.driver.ask('commit', { reader: first, offsets: committed });
      expect(await kit.driver.ask('groupOffsets', { group })).toEqual(
        Object.fromEntries(committed.map((it) => [`${topic}-${it.partition}`, it.offset])),
      );

      await kit.driver.open({ reader: second, topic, group, reset: 'earliest' });
      await eventually('two members share', async () => {
        const [a, b] = [await assignedTo(kit, first), await assignedTo(kit, second)];
        return a.length === 2 && b.length === 2 && new Set([...a, ...b]).size === 4;
      });
      await kit.driver.close(second);
      await eventually(
        'the first has all again',
        async () => (await assignedTo(kit, first)).length === 4,
      );
      await kit.driver.close(first);

      await kit.driver.open({ reader: third, topic, group, reset: 'earliest' });
      const left: RecordOut[] = [];
      // A client that starts over may read some of it again.
      await eventually('what was not committed arrives', async () => {
        left.push(...(await kit.driver.take(third, 1, 1000)));
        return new Set(left.map(({ partition, offset }) => `${partition}/${offset}`)).size === 14;
      });
      await kit.driver.close(third);
      const firstOf = (partition: number) =>
        Math.min(...offsetsOf(left.filter((it) => it.partition === partition)));
      expect(range(0, 4).map(firstOf)).toEqual([5, 6, 7, 8]);
    },
  },
  {
    title: 'reads with read_committed',
    run: async (kit) => {
      const topic = await kit.topic('committed');
      await send(kit, topic, numbered(20));
      const records = await read(kit, topic, 20, { isolation: 'read_committed' });
      expect(offsetsOf(records)).toEqual(range(0, 20));
    },
  },
  {
    title: 'is told offsets: beginning, end, and for times',
    run: async (kit) => {
      const topic = await kit.topic('offsets', { partitions: 2 });
      const startMs = Date.now() - 60_000;
      const timed = range(0, 10).map((index) => ({
        ...numbered(1)[0],
        timestamp: startMs + index * 1000,
      }));
      await send(kit, topic, timed);
      expect(await offsets(kit, topic, 2, 'earliest')).toEqual([0, 0]);
      expect(await offsets(kit, topic, 2, 'latest')).toEqual([10, 0]);
      expect((await offsets(kit, topic, 1, startMs))[0]).toBe(0);
      expect((await offsets(kit, topic, 1, startMs + 4500))[0]).toBe(5);
      // Some libraries say where the log ends when there is none.
      const doSayEnd = ['confluent-kafka', 'kafkajs', 'franz-go'].includes(kit.kind.name);
      expect(doSayEnd ? [-1, 10] : [-1]).toContain(
        (await offsets(kit, topic, 1, startMs + 3_600_000))[0],
      );
    },
  },
  {
    title: 'resets its place when records were deleted',
    run: async (kit) => {
      const topic = await kit.topic('deleted');
      await send(kit, topic, numbered(50));
      await deleteRecords(kit, topic, 20);
      expect(await offsets(kit, topic, 1, 'earliest')).toEqual([20]);
      const first = await read(kit, topic, 30);
      expect(offsetsOf(first)).toEqual(range(20, 50));
      const outOfRange = await read(kit, topic, 30, { from: 10, reset: 'earliest' });
      expect(offsetsOf(outOfRange)).toEqual(range(20, 50));
    },
  },
  {
    title: 'reads the latest value of every key of a compacted topic',
    run: async (kit) => {
      const configs = {
        'cleanup.policy': 'compact',
        'min.cleanable.dirty.ratio': '0.01',
        'segment.ms': '200',
        'segment.bytes': '1048576',
        'max.compaction.lag.ms': '300',
      };
      const topic = await kit.topic('compacted', { configs });
      const keys = 20;
      const rounds = 5;
      for (let round = 0; round < rounds; round++) {
        const records = range(0, keys).map((key) => ({
          partition: 0,
          key: `key-${key}`,
          value: `${round}`,
        }));
        await send(kit, topic, records);
        // Time goes by, so that the next round begins a segment and this one may be cleaned.
        await sleep(250);
      }
      const last = keys * rounds;
      let records: RecordOut[] = [];
      await eventually('old values are gone', async () => {
        await send(kit, topic, [{ partition: 0, key: 'roll', value: 'over' }]);
        const reader = newReader();
        await kit.driver.open({ reader, topic, partitions: 1, from: 'earliest' });
        records = [];
        while ((records.at(-1)?.offset ?? 0) < last) {
          const more = await kit.driver.take(reader, 1, 5000);
          if (more.length === 0) break;
          records.push(...more);
        }
        await kit.driver.close(reader);
        const ours = records.filter(({ key }) => key !== 'roll');
        return ours.length === keys;
      });
      const values = new Map(records.map(({ key, value }) => [key, value]));
      expect(range(0, keys).map((key) => values.get(`key-${key}`))).toEqual(
        range(0, keys).map(() => `${rounds - 1}`),
      );
    },
  },
  {
    title: 'reads from the replica in its own rack',
    needs: ['consumer rack'],
    run: async (kit) => {
      const topic = await kit.topic('racks', { partitions: 3 });
      await send(
        kit,
        topic,
        range(0, 3).flatMap((it) => numbered(20, it)),
      );
      for (const rack of ['rack-1', 'rack-2', 'rack-3', 'elsewhere']) {
        expect(await readPlaces(kit, topic, 3, 20, rack)).toEqual(range(0, 60));
      }
    },
  },
  {
    title: 'is sent to the replica in its own rack',
    needs: ['consumer rack', 'preferredReplicas'],
    run: async (kit) => {
      const topic = await kit.topic('preferred', { assignments: [[1, 2, 3]] });
      await send(kit, topic, numbered(20));
      const reader = newReader();
      const place = { topic, partitions: 1, from: 'earliest' } as const;
      await kit.driver.open({ reader, ...place, rack: 'rack-3' });
      expect(await kit.driver.take(reader, 20)).toHaveLength(20);
      await eventually('broker 3 serves it', async () => {
        const replicas = await kit.driver.ask<Record<string, number>>('preferredReplicas', {
          reader,
        });
        return replicas['0'] === 3;
      });
      // What the leader takes from now on arrives by way of the follower.
      await send(kit, topic, numbered(20));
      expect(offsetsOf(await kit.driver.take(reader, 20))).toEqual(range(20, 40));
      await kit.driver.close(reader);
    },
  },
  {
    title: 'goes to the end when it is set so and its place is gone',
    run: async (kit) => {
      const topic = await kit.topic('gone-to-end');
      await send(kit, topic, numbered(50));
      await deleteRecords(kit, topic, 20);
      const reader = newReader();
      await kit.driver.open({ reader, topic, partitions: 1, from: 10, reset: 'latest' });
      let records: RecordOut[] = [];
      await eventually('something new arrives', async () => {
        await send(kit, topic, numbered(1));
        records = await kit.driver.take(reader, 1, 300);
        return records.length > 0;
      });
      await kit.driver.close(reader);
      expect(records[0].offset).toBeGreaterThanOrEqual(50);
    },
  },
];

await suite('consumer', checks);
