/** Replicas, log folders, features and brokers through every admin client. */
import { expect } from 'vitest';
import { type Check, eventually } from '../fixture.ts';
import { codeOf, fill, type LogDir, logDirs, partitionsOf, records } from './admin-kit.ts';

export const replicaChecks: Check[] = [
  {
    title: 'elects leaders',
    needs: ['electLeaders'],
    run: async (kit) => {
      const topic = await kit.topic('elected');
      const args = { topic, partition: 0, type: 'preferred' };
      // The preferred one leads already.
      expect(await codeOf(kit, 'electLeaders', args)).toBe(84);
      const unknown = { ...args, topic: kit.name('unknown') };
      expect(await codeOf(kit, 'electLeaders', unknown)).toBe(3);
    },
  },
  {
    title: 'reassigns partitions',
    needs: ['reassign'],
    run: async (kit) => {
      const topic = await kit.topic('reassigned', { replicas: 1 });
      await fill(kit, topic, records(100));
      const [{ leader }] = await partitionsOf(kit, topic);
      const target = [1, 2, 3].filter((id) => id !== leader);
      const place = { topic, partition: 0 };
      await kit.driver.ask('reassign', { ...place, replicas: target });
      await eventually('the new replicas are in sync', async () => {
        const [it] = await partitionsOf(kit, topic);
        return (
          `${it.replicas}` === `${target}` && it.isr.length === 2 && target.includes(it.leader)
        );
      });
      expect(await kit.driver.ask('listReassignments')).not.toContain(`${topic}-0`);
      expect(await codeOf(kit, 'reassign', { ...place, replicas: [99] })).toBe(39);
      await kit.driver.open({ reader: 'moved', topic, partitions: 1, from: 'earliest' });
      expect(await kit.driver.take('moved', 100)).toHaveLength(100);
      await kit.driver.close('moved');
    },
  },
  {
    title: 'is told that there is no reassignment to cancel',
    needs: ['reassign', 'cancel reassignment'],
    run: async (kit) => {
      const topic = await kit.topic('not-reassigned');
      expect(await codeOf(kit, 'reassign', { topic, partition: 0, replicas: null })).toBe(85);
    },
  },
  {
    title: 'describes log dirs',
    needs: ['describeLogDirs'],
    run: async (kit) => {
      const topic = await kit.topic('dirs', { partitions: 2 });
      await fill(kit, topic, records(10));
      for (const broker of [1, 2, 3]) {
        const dirs = await logDirs(kit, broker);
        expect(dirs).toHaveLength(2);
        const own = dirs
          .flatMap((dir) => dir.replicas)
          .filter(({ partition }) => partition.startsWith(`${topic}-`));
        expect(own.map(({ partition }) => partition).toSorted()).toEqual([
          `${topic}-0`,
          `${topic}-1`,
        ]);
      }
    },
  },
  {
    title: 'moves a replica to another log dir',
    needs: ['alterReplicaLogDirs', 'describeLogDirs'],
    run: async (kit) => {
      const topic = await kit.topic('between-dirs', { replicas: 1 });
      await fill(kit, topic, records(200));
      const [{ leader: broker }] = await partitionsOf(kit, topic);
      const holds = ({ replicas: list }: LogDir) =>
        list.some(({ partition, isFuture }) => partition === `${topic}-0` && !isFuture);
      const target = (await logDirs(kit, broker)).find((it) => !holds(it))?.dir ?? '';
      const place = { topic, partition: 0, broker };
      await kit.driver.ask('alterReplicaLogDirs', { ...place, dir: target });
      await eventually('it has moved', async () => {
        return (await logDirs(kit, broker)).find(holds)?.dir === target;
      });
      expect(await codeOf(kit, 'alterReplicaLogDirs', { ...place, dir: '/no/such' })).toBe(57);
      await kit.driver.open({ reader: 'between', topic, partitions: 1, from: 'earliest' });
      expect(await kit.driver.take('between', 200)).toHaveLength(200);
      await kit.driver.close('between');
    },
  },
  {
    title: 'describes producers',
    needs: ['describeProducers'],
    run: async (kit) => {
      const topic = await kit.topic('producers');
      await fill(kit, topic, records(5));
      const told = await kit.driver.ask<{ producerId: number; lastSequence: number }[]>(
        'describeProducers',
        { topic, partition: 0 },
      );
      expect(told).toMatchObject([{ epoch: 0, lastSequence: 4 }]);
    },
  },
];

export const clusterChecks: Check[] = [
  {
    title: 'describes features',
    needs: ['describeFeatures'],
    run: async (kit) => {
      type Features = { finalized: Record<string, number>; supported: Record<string, number> };
      const told = await kit.driver.ask<Features>('describeFeatures');
      expect(Object.keys(told.finalized)).toContain('metadata.version');
      expect(told.supported['metadata.version']).toBeGreaterThanOrEqual(
        told.finalized['metadata.version'],
      );
    },
  },
  {
    title: 'is told that a feature cannot have a level',
    needs: ['updateFeature'],
    run: async (kit) => {
      const update = { name: 'metadata.version', level: 999, type: 'upgrade', validateOnly: true };
      expect(await codeOf(kit, 'updateFeature', update)).toBe(95);
    },
  },
  {
    title: 'is told that a broker to unregister is not known or lives',
    needs: ['unregisterBroker'],
    run: async (kit) => {
      expect(await codeOf(kit, 'unregisterBroker', { broker: 77 })).toBe(102);
    },
  },
];
