import { describe, expect, it } from 'vitest';
import { paramSchemas } from '../../../src/main/contract/params.ts';
import { isHarmless } from '../../../src/main/workspaces/read-only.ts';

/** Answered by the app, whatever cluster one looks at. */
const appAreas = ['clusters', 'lan', 'settings', 'tasks', 'live'];

/**
 * Every other method must be in one of two lists: of what is let through to a cluster that is only
 * looked at, or here, of what changes something. A new method that is in neither fails this test.
 */
const changing = [
  'brokers.alterConfigs',
  'brokers.deleteClientMetrics',
  'brokers.moveReplica',
  'brokers.setClientMetrics',
  'cluster.addBroker',
  'cluster.freezeBroker',
  'cluster.killBroker',
  'cluster.removeBroker',
  'cluster.restartBroker',
  'cluster.startBroker',
  'cluster.stopBroker',
  'cluster.thawBroker',
  'groups.copy',
  'groups.delete',
  'groups.deleteOffsets',
  'groups.resetOffsets',
  'groups.setOffsets',
  'messages.produce',
  'models.runKafka',
  'models.stopKafka',
  'produce.fileChunk',
  'produce.openFile',
  'produce.republish',
  'produce.send',
  'produce.setLoadRate',
  'produce.startLoad',
  'replicas.cancel',
  'replicas.elect',
  'replicas.reassign',
  'scenarios.cleanUp',
  'scenarios.finish',
  'scenarios.poison',
  'scenarios.rebuild',
  'scenarios.redrive',
  'scenarios.run',
  'scenarios.scale',
  'scenarios.setPaused',
  'scenarios.setService',
  'scenarios.setSpeed',
  'scenarios.step',
  'scenarios.stop',
  'scenarios.trouble',
  'terminals.open',
  'terminals.write',
  'topics.addPartitions',
  'topics.alterConfigs',
  'topics.clone',
  'topics.create',
  'topics.delete',
  'topics.deleteRecords',
  'topics.truncate',
];

describe('a cluster that is only looked at', () => {
  const ofClusters = Object.keys(paramSchemas).filter(
    (method) => !appAreas.includes(method.split('.')[0] ?? ''),
  );

  it.each(ofClusters)('knows whether %s changes something', (method) => {
    expect(isHarmless(method)).toBe(!changing.includes(method));
  });
});
