/** Configs through every admin client. */
import { expect } from 'vitest';
import { type Check, eventually } from '../fixture.ts';
import { codeOf, configsOf, showsConfig } from './admin-kit.ts';

export const configChecks: Check[] = [
  {
    title: 'describes the configs of a broker',
    run: async (kit) => {
      const told = await configsOf(kit, '1', 'broker');
      expect(told['node.id'].value ?? told['broker.id'].value).toBe('1');
      expect(told['num.partitions'].value).toBe('3');
      expect(Object.keys(told).length).toBeGreaterThan(150);
    },
  },
  {
    title: 'alters single configs of a topic',
    needs: ['incrementalAlterConfigs'],
    run: async (kit) => {
      const name = await kit.topic('altered', { configs: { 'cleanup.policy': 'delete' } });
      const alter = (operations: object[], extra = {}) =>
        kit.driver.ask('incrementalAlterConfigs', { type: 'topic', name, operations, ...extra });
      await alter([{ op: 'set', key: 'retention.ms', value: '60000' }]);
      await showsConfig(kit, name, 'retention.ms', '60000');
      await alter([{ op: 'append', key: 'cleanup.policy', value: 'compact' }]);
      await showsConfig(kit, name, 'cleanup.policy', 'delete,compact');
      await alter([{ op: 'subtract', key: 'cleanup.policy', value: 'delete' }]);
      await showsConfig(kit, name, 'cleanup.policy', 'compact');
      await alter([{ op: 'delete', key: 'retention.ms' }]);
      await showsConfig(kit, name, 'retention.ms', null);
      await alter([{ op: 'set', key: 'retention.ms', value: '5' }], { validateOnly: true });
      await alter([{ op: 'set', key: 'segment.ms', value: '70000' }]);
      await showsConfig(kit, name, 'segment.ms', '70000');
      await showsConfig(kit, name, 'retention.ms', null);
    },
  },
  {
    title: 'is told which config is wrong',
    needs: ['incrementalAlterConfigs'],
    run: async (kit) => {
      const name = await kit.topic('wrong-configs');
      const alter = (key: string, value: string, topic = name) =>
        codeOf(kit, 'incrementalAlterConfigs', {
          type: 'topic',
          name: topic,
          operations: [{ op: 'set', key, value }],
        });
      expect(await alter('retention.ms', 'soon')).toBe(40);
      expect(await alter('no.such.config', '1')).toBe(40);
      expect(await alter('retention.ms', '1', kit.name('unknown'))).toBe(3);
    },
  },
  {
    title: 'alters configs of a broker while it runs',
    needs: ['incrementalAlterConfigs'],
    run: async (kit) => {
      const alter = (operation: object) =>
        kit.driver.ask('incrementalAlterConfigs', {
          type: 'broker',
          name: '2',
          operations: [{ key: 'log.retention.ms', ...operation }],
        });
      const shown = async () => (await configsOf(kit, '2', 'broker'))['log.retention.ms'].value;
      await alter({ op: 'set', value: '86400000' });
      await eventually('it is set', async () => (await shown()) === '86400000');
      await alter({ op: 'delete' });
      await eventually('it is gone', async () => (await shown()) !== '86400000');
    },
  },
  {
    title: 'replaces the configs of a topic',
    needs: ['alterConfigs'],
    run: async (kit) => {
      const name = await kit.topic('replaced', { configs: { 'retention.ms': '60000' } });
      await kit.driver.ask('alterConfigs', {
        type: 'topic',
        name,
        configs: { 'segment.ms': '70000' },
      });
      await showsConfig(kit, name, 'segment.ms', '70000');
      await showsConfig(kit, name, 'retention.ms', null);
      const wrong = { type: 'topic', name, configs: { 'segment.ms': 'never' } };
      expect(await codeOf(kit, 'alterConfigs', wrong)).toBe(40);
    },
  },
  {
    title: 'lists resources that have configs',
    needs: ['listConfigResources'],
    run: async (kit) => {
      const topic = await kit.topic('resource');
      const list = (type: string) => kit.driver.ask<string[]>('listConfigResources', { type });
      expect(await list('topic')).toContain(topic);
      expect((await list('broker')).toSorted()).toEqual(['1', '2', '3']);
      const name = kit.name('metrics');
      await kit.driver.ask('incrementalAlterConfigs', {
        type: kit.kind.name === 'java' ? 'client_metrics' : 'topic',
        name: kit.kind.name === 'java' ? name : topic,
        operations: [
          kit.kind.name === 'java'
            ? { op: 'set', key: 'interval.ms', value: '5000' }
            : { op: 'set', key: 'retention.ms', value: '5000' },
        ],
      });
      if (kit.kind.name === 'java') {
        await eventually('it is listed', async () => (await list('client_metrics')).includes(name));
      }
    },
  },
];
