import { describe, expect, it } from 'vitest';
import { drawTopology } from '../../../src/scenario/import/topology.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import { groupOf } from '../../../src/scenario/service-links.ts';

const facts = {
  topics: [
    { name: 'orders', partitions: 6, replication: 3 },
    { name: 'payments', partitions: 3, replication: 3 },
    { name: 'lonely', partitions: 1, replication: 1 },
  ],
  groups: [
    { groupId: 'payment-service', topics: ['orders', 'gone'] },
    { groupId: 'Analytics (EU)', topics: ['orders', 'payments'] },
    { groupId: 'idle', topics: [] },
  ],
  producers: [
    { clientId: 'payment-producer', topics: ['payments'] },
    { clientId: 'shop', topics: ['orders'] },
  ],
};

describe('the drawing of a cluster', () => {
  const { source, remarks } = drawTopology(facts);
  const scenario = loadScenario(source, 'topology');

  it('has all topics, who reads them and who writes', () => {
    expect(scenario.topics.map(({ name, partitions }) => [name, partitions])).toEqual([
      ['orders', 6],
      ['payments', 3],
      ['lonely', 1],
    ]);
    const services = scenario.services.map(({ name, consume = [] }) => [
      name,
      consume.map(({ topic }) => topic),
    ]);
    expect(services).toEqual([
      ['payment', ['orders']],
      ['analytics-eu', ['orders', 'payments']],
      ['shop', []],
    ]);
    expect(scenario.links?.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'service/payment topic/payments',
      'service/shop topic/orders',
    ]);
  });

  it('takes nothing from the real groups, and writes nothing', () => {
    const groups = scenario.services.map(groupOf);
    expect(groups.filter((group) => facts.groups.some(({ groupId }) => groupId === group))).toEqual(
      [],
    );
    expect(scenario.services.every(({ generate }) => generate === undefined)).toBe(true);
    expect(remarks.join('\n')).toContain('lonely');
    expect(source.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(remarks.length);
  });

  it('says that nobody can tell who writes', () => {
    const told = drawTopology({ ...facts, producers: null });
    expect(told.remarks.join('\n')).toContain('do not tell who writes');
    expect(loadScenario(told.source, 'topology').links).toBeUndefined();
  });

  it('is possible of an empty cluster', () => {
    const { source: empty } = drawTopology({ topics: [], groups: [], producers: [] });
    expect(loadScenario(empty, 'topology').topics).toEqual([]);
  });
});
