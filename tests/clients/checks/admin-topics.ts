/** Topics, partitions, records and offsets through every admin client. */
import { expect } from 'vitest';
import { type Check, eventually } from '../fixture.ts';
import { codeOf, configsOf, fill, partitionsOf, records } from './admin-kit.ts';

export const topicChecks: Check[] = [
  {
    title: 'makes and deletes topics, with configs',
    run: async (kit) => {
      const configs = { 'retention.ms': '123456', 'cleanup.policy': 'compact' };
      const name = await kit.topic('made', { partitions: 2, replicas: 2, configs });
      expect(await kit.driver.ask('listTopics')).toContain(name);
      const partitions = await partitionsOf(kit, name);
      expect(partitions.map(({ replicas }) => replicas.length)).toEqual([2, 2]);
      const told = await configsOf(kit, name);
      expect(told['retention.ms']).toEqual({ value: '123456', isDefault: false });
      expect(told['cleanup.policy'].value).toBe('compact');
      expect(told['segment.bytes'].isDefault).toBe(true);
      await kit.driver.ask('deleteTopic', { name });
      await eventually('it is gone', async () => {
        return !(await kit.driver.ask<string[]>('listTopics')).includes(name);
      });
    },
  },
  {
    title: 'is told why a topic cannot be made or deleted',
    run: async (kit) => {
      const name = await kit.topic('taken');
      const sizes = { partitions: 1, replicas: 1 };
      expect(await codeOf(kit, 'createTopic', { name, ...sizes })).toBe(36);
      expect(await codeOf(kit, 'createTopic', { name: 'no spaces', ...sizes })).toBe(17);
      const other = kit.name('refused');
      expect(await codeOf(kit, 'createTopic', { name: other, partitions: 1, replicas: 9 })).toBe(
        38,
      );
      expect(await codeOf(kit, 'createTopic', { name: other, partitions: 0, replicas: 1 })).toBe(
        37,
      );
      const configs = { 'retention.ms': 'soon' };
      expect(await codeOf(kit, 'createTopic', { name: other, ...sizes, configs })).toBe(40);
      expect(await codeOf(kit, 'deleteTopic', { name: other })).toBe(3);
    },
  },
  {
    title: 'only asks whether a topic could be made',
    needs: ['validateOnly'],
    run: async (kit) => {
      const name = kit.name('asked');
      const sizes = { partitions: 1, replicas: 1, validateOnly: true };
      await kit.driver.ask('createTopic', { name, ...sizes });
      expect(await kit.driver.ask('listTopics')).not.toContain(name);
    },
  },
  {
    title: 'places the replicas of a new topic',
    needs: ['assignments'],
    run: async (kit) => {
      const assignments = [
        [3, 1],
        [2, 3],
        [1, 2],
      ];
      const name = await kit.topic('placed', { assignments });
      const partitions = await partitionsOf(kit, name);
      expect(partitions.map(({ replicas }) => replicas)).toEqual(assignments);
      expect(partitions.map(({ leader }) => leader)).toEqual([3, 2, 1]);
      const args = { name: kit.name('misplaced'), assignments: [[1, 99]] };
      expect(await codeOf(kit, 'createTopic', args)).toBe(39);
    },
  },
  {
    title: 'adds partitions',
    run: async (kit) => {
      const name = await kit.topic('grown', { partitions: 2 });
      await kit.driver.ask('createPartitions', { name, count: 4 });
      await eventually('there are four', async () => (await partitionsOf(kit, name)).length === 4);
      expect(await codeOf(kit, 'createPartitions', { name, count: 3 })).toBe(37);
      expect(await codeOf(kit, 'createPartitions', { name, count: 4 })).toBe(37);
      const unknown = { name: kit.name('unknown'), count: 4 };
      expect(await codeOf(kit, 'createPartitions', unknown)).toBe(3);
    },
  },
  {
    title: 'adds partitions where it wants them',
    needs: ['assignments'],
    run: async (kit) => {
      const name = await kit.topic('grown-placed', { replicas: 2 });
      await kit.driver.ask('createPartitions', {
        name,
        count: 3,
        assignments: [
          [3, 2],
          [1, 3],
        ],
      });
      await eventually('there are three', async () => (await partitionsOf(kit, name)).length === 3);
      const partitions = await partitionsOf(kit, name);
      expect(partitions.slice(1).map(({ replicas }) => replicas)).toEqual([
        [3, 2],
        [1, 3],
      ]);
    },
  },
  {
    title: 'describes the cluster',
    run: async (kit) => {
      type Cluster = { clusterId: string; controller: number; brokers: { id: number }[] };
      const told = await kit.driver.ask<Cluster>('describeCluster');
      expect(told.brokers.map(({ id }) => id).toSorted()).toEqual([1, 2, 3]);
      expect([1, 2, 3]).toContain(told.controller);
    },
  },
  {
    title: 'deletes records',
    run: async (kit) => {
      const topic = await kit.topic('trimmed');
      await fill(kit, topic, records(30));
      const place = { topic, partition: 0 };
      expect(await kit.driver.ask('deleteRecords', { ...place, offset: 12 })).toBe(12);
      expect(await kit.driver.ask('offsets', { topic, partitions: 1, spec: 'earliest' })).toEqual([
        12,
      ]);
      // kafkajs looks at the offsets itself before it asks.
      const code = await codeOf(kit, 'deleteRecords', { ...place, offset: 31 });
      expect(kit.kind.name === 'kafkajs' ? [-1] : [1]).toContain(code);
    },
  },
  {
    title: 'lists offsets of all kinds',
    needs: ['listOffset'],
    run: async (kit) => {
      const topic = await kit.topic('listed');
      const startMs = Date.now() - 60_000;
      // The third has the highest time.
      const times = [0, 1000, 9000, 3000];
      for (const time of times) {
        await fill(kit, topic, [{ ...records(1)[0], timestamp: startMs + time }]);
      }
      const ask = (spec: string | number) =>
        kit.driver.ask<{ offset: number; timestamp: number }>('listOffset', {
          topic,
          partition: 0,
          spec,
        });
      expect(await ask('earliest')).toMatchObject({ offset: 0 });
      expect(await ask('latest')).toMatchObject({ offset: 4 });
      expect(await ask('max-timestamp')).toEqual({ offset: 2, timestamp: startMs + 9000 });
      expect(await ask(startMs + 500)).toEqual({ offset: 1, timestamp: startMs + 1000 });
      if (kit.kind.lacks.includes('local offset specs')) return;
      expect(await ask('earliest-local')).toMatchObject({ offset: 0 });
      expect(await ask('latest-tiered')).toMatchObject({ offset: -1 });
    },
  },
];
