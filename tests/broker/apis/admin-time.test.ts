import { describe, expect, it } from 'vitest';
import { createTopics } from '../../../src/broker/apis/19-create-topics.ts';
import { deleteTopics } from '../../../src/broker/apis/20-delete-topics.ts';
import { createPartitions } from '../../../src/broker/apis/37-create-partitions.ts';
import { electLeaders } from '../../../src/broker/apis/43-elect-leaders.ts';
import { alterPartitionReassignments } from '../../../src/broker/apis/45-alter-partition-reassignments.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import { emptyImage } from '../../../src/broker/metadata/image.ts';
import { call, servicesWith } from './call.ts';

/** Nobody may ask the controller. */
const services = servicesWith(emptyImage, { controller: {} });
const failure = { errorCode: errors.requestTimedOut, errorMessage: null };

describe('administrative requests without any time', () => {
  it.each([0, -1])('are given up before they begin (%i ms)', async (timeoutMs) => {
    const topic = {
      name: 'x',
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [],
    };
    const created = { version: 7, request: { topics: [topic, topic], timeoutMs }, services };
    expect((await call(createTopics, created)).topics).toMatchObject([failure, failure]);
    const doomed = { topics: [{ name: 'x', topicId: zeroUuid }], timeoutMs };
    const deleted = await call(deleteTopics, { version: 6, request: doomed, services });
    expect(deleted.responses).toMatchObject([{ name: 'x', ...failure }]);
    const growing = {
      topics: [{ name: 'x', count: 2, assignments: null }],
      timeoutMs,
      validateOnly: true,
    };
    const grown = await call(createPartitions, { version: 3, request: growing, services });
    expect(grown.results).toEqual([{ name: 'x', ...failure }]);
    const topicPartitions = [{ topic: 'x', partitions: [3] }];
    const request = { topicPartitions, timeoutMs };
    expect(
      await call(electLeaders, { version: 2, request: { electionType: 0, ...request }, services }),
    ).toMatchObject({
      errorCode: errors.requestTimedOut,
      replicaElectionResults: [{ topic: 'x', partitionResult: [{ partitionId: 3, ...failure }] }],
    });
    const topics = [{ name: 'x', partitions: [{ partitionIndex: 4, replicas: null }] }];
    const moved = { version: 1, request: { topics, timeoutMs }, services };
    expect(await call(alterPartitionReassignments, moved)).toMatchObject({
      ...failure,
      responses: [{ name: 'x', partitions: [{ partitionIndex: 4, ...failure }] }],
    });
  });

  it('have nothing to give up when they ask for nothing', async () => {
    const elections = { topicPartitions: [], timeoutMs: 0, electionType: 0 };
    expect(await call(electLeaders, { version: 2, request: elections, services })).toMatchObject({
      errorCode: 0,
    });
    const request = { topics: [], timeoutMs: 0 };
    expect(await call(alterPartitionReassignments, { version: 1, request, services })).toEqual({
      throttleTimeMs: 0,
      allowReplicationFactorChange: true,
      errorCode: 0,
      errorMessage: '',
      responses: [],
    });
  });
});
