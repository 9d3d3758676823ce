import { expect, it, onTestFinished } from 'vitest';
import type { EventLog } from '../../../src/main/cluster/event-log.ts';
import { ClusterWatch } from '../../../src/main/cluster-state/cluster-watch.ts';
import { StatsTable } from '../../../src/main/cluster-state/stats-table.ts';
import type { ClusterState } from '../../../src/main/contract/cluster.ts';
import { KafkaLink } from '../../../src/main/explorer/kafka-link.ts';
import { asAsked } from '../../../src/main/explorer/request-pace.ts';
import { createTopic } from '../../../src/main/explorer/topics.ts';
import { startCluster } from '../../support/product.ts';

/** Looked at as somebody else's: over the protocol alone, at a pace. */
it('a foreign cluster is followed closely, also when it loses its majority', async () => {
  const cluster = await startCluster(2, { arguments: ['--restart', 'never'] });
  const link = new KafkaLink(cluster.bootstrap, 'test', {}, 5);
  const events = { recent: [], append: () => {}, onEvent: () => () => {} } as unknown as EventLog;
  const stats = new StatsTable(null);
  let state: ClusterState | undefined;
  const watch = new ClusterWatch({ link, cluster: null, stats, events });
  const unwatch = watch.watch((now) => (state = now));
  onTestFinished(async () => {
    unwatch();
    await link.close();
    await cluster.stop();
  });
  const phases = () => Object.values(state?.brokers ?? {}).map(({ phase }) => phase);
  await expect.poll(phases, { timeout: 20_000 }).toEqual(['foreign', 'foreign']);
  expect(state?.controllerId).toBeGreaterThan(0);

  // The requests of the first look waited for their turn: the next one comes soon all the same.
  await asAsked(() => createTopic(link, { topic: 'new', partitionCount: 1 }));
  await expect.poll(() => Object.keys(state?.topics ?? {}), { timeout: 6_000 }).toContain('new');

  // Nobody takes the dead one off the list, and what waits for a controller holds nothing up.
  process.kill(cluster.brokers[1]?.pid as number, 'SIGKILL');
  await expect.poll(phases, { timeout: 25_000 }).toEqual(['foreign', 'lost']);
  await expect.poll(() => state?.controllerId, { timeout: 25_000 }).toBe(-1);
  expect(state).toMatchObject({ phase: 'degraded', quorum: null });
  expect(phases()).toEqual(['foreign', 'lost']);
}, 90_000);
