import * as kafka from '@platformatic/kafka';
import { describe, expect, it } from 'vitest';
import { ContractError } from '../../../src/main/contract/errors.ts';
import {
  fromKafkaError,
  isRetriable,
  kafkaError,
  rootMessage,
} from '../../../src/main/explorer/kafka-errors.ts';

describe('an error of Kafka', () => {
  it.each([
    [3, { topic: 'a' }, 'topic-not-found', { topic: 'a' }],
    [36, { topic: 'a' }, 'topic-exists', { topic: 'a' }],
    [17, { topic: 'a b' }, 'topic-name-invalid', { topic: 'a b' }],
    [
      37,
      { topic: 'a', partitionCount: 2 },
      'partitions-invalid',
      { topic: 'a', partitionCount: 2 },
    ],
    [38, { replicationFactor: 9 }, 'replication-factor-invalid', { replicationFactor: 9 }],
    [40, {}, 'config-invalid', { detail: 'why' }],
    [1, { topic: 'a', partition: 1 }, 'offset-out-of-range', { topic: 'a', partition: 1 }],
    [10, { topic: 'a' }, 'record-too-large', { topic: 'a' }],
    [19, { topic: 'a' }, 'not-enough-replicas', { topic: 'a' }],
    [69, { groupId: 'g' }, 'group-not-found', { groupId: 'g' }],
    [68, { groupId: 'g' }, 'group-not-empty', { groupId: 'g' }],
    [44, {}, 'kafka', { name: 'POLICY_VIOLATION', number: 44, isRetriable: false }],
    [9999, {}, 'kafka', { name: 'ERROR_9999', number: 9999, isRetriable: false }],
  ] as const)('%i about %j is %s', (number, subject, code, data) => {
    expect(kafkaError(number, 'why', subject)).toMatchObject({ code, data });
  });

  it('is found inside of what the library wraps it in', () => {
    const inner = new kafka.ProtocolError('NOT_LEADER_OR_FOLLOWER');
    const wrapped = new kafka.MultipleErrors('Producing failed 3 times.', [
      new kafka.MultipleErrors('once', [inner]),
    ]);
    const error = fromKafkaError(wrapped, 'h:1');
    expect(error).toMatchObject({ code: 'kafka', data: { name: 'NOT_LEADER_OR_FOLLOWER' } });
    expect(isRetriable(error)).toBe(true);
    expect(rootMessage(wrapped)).toBe('NOT_LEADER_OR_FOLLOWER');
  });

  it('of the network is a cluster that cannot be reached', () => {
    const error = fromKafkaError(new kafka.NetworkError('connect ECONNREFUSED'), 'h:1');
    expect(error).toMatchObject({ code: 'cluster-unreachable', data: { bootstrap: 'h:1' } });
    expect(isRetriable(error)).toBe(true);
  });

  it('of the contract stays what it is', () => {
    const error = new ContractError('not-running', { dir: 'd' }, 'no');
    expect(fromKafkaError(error, 'h:1')).toBe(error);
    expect(isRetriable(error)).toBe(false);
  });
});
