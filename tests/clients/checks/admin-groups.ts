/** Groups and their offsets through every admin client. */
import { expect } from 'vitest';
import type { DriverError } from '../driver.ts';
import { type Check, eventually } from '../fixture.ts';
import { codeOf, fill, leftGroup, range, records } from './admin-kit.ts';

export const groupChecks: Check[] = [
  {
    title: 'lists and describes groups',
    run: async (kit) => {
      const topic = await kit.topic('seen-group');
      const group = kit.name('seen-group');
      await fill(kit, topic, records(1));
      await kit.driver.open({ reader: 'seen', topic, group, reset: 'earliest' });
      await kit.driver.take('seen', 1);
      expect(await kit.driver.ask('listGroups')).toContain(group);
      const described = { state: 'Stable', members: 1 };
      await eventually('it is stable', async () => {
        const told = await kit.driver.ask<{ state: string }>('describeGroup', { group });
        return told.state.toLowerCase() === 'stable';
      });
      const told = await kit.driver.ask<typeof described>('describeGroup', { group });
      expect(told.members).toBe(1);
      await kit.driver.close('seen');
    },
  },
  {
    title: 'reads the offsets of a group without members',
    run: async (kit) => {
      const { topic, group } = await leftGroup(kit, 'left-group');
      expect(await kit.driver.ask('groupOffsets', { group })).toEqual({ [`${topic}-0`]: 10 });
    },
  },
  {
    title: 'sets the offsets of a group',
    needs: ['alterGroupOffsets'],
    run: async (kit) => {
      const { topic, group } = await leftGroup(kit, 'set-group');
      await kit.driver.ask('alterGroupOffsets', { group, topic, partition: 0, offset: 3 });
      expect(await kit.driver.ask('groupOffsets', { group })).toEqual({ [`${topic}-0`]: 3 });
      const reader = 'after-set';
      await kit.driver.open({ reader, topic, group, reset: 'earliest' });
      expect((await kit.driver.take(reader, 7)).map(({ offset }) => offset)).toEqual(range(3, 10));
      await kit.driver.close(reader);
    },
  },
  {
    title: 'deletes the offsets of a group',
    needs: ['deleteGroupOffsets'],
    run: async (kit) => {
      const { topic, group } = await leftGroup(kit, 'cleared-group');
      await kit.driver.ask('deleteGroupOffsets', { group, topic, partition: 0 });
      const offsets = await kit.driver
        .ask('groupOffsets', { group })
        .catch((error: DriverError) => error.code);
      // With its last offset a group without members may go altogether.
      expect([{}, 69, { [`${topic}-0`]: -1 }]).toContainEqual(offsets);
    },
  },
  {
    title: 'deletes groups',
    needs: ['deleteGroup'],
    run: async (kit) => {
      const { topic, group } = await leftGroup(kit, 'deleted-group');
      await kit.driver.open({ reader: 'busy', topic, group, reset: 'earliest' });
      await eventually('it has a member', async () => {
        return (await kit.driver.ask<number[]>('assigned', { reader: 'busy' })).length === 1;
      });
      expect(await codeOf(kit, 'deleteGroup', { group })).toBe(68);
      await kit.driver.close('busy');
      await kit.driver.ask('deleteGroup', { group });
      expect(await kit.driver.ask('listGroups')).not.toContain(group);
      expect(await codeOf(kit, 'deleteGroup', { group })).toBe(69);
    },
  },
];
