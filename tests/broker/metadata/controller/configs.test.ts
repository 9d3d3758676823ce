import { describe, expect, it } from 'vitest';
import {
  alterConfigs,
  incrementalAlterConfigs,
} from '../../../../src/broker/metadata/controller/configs.ts';
import { errors } from '../../../../src/broker/protocol/errors.ts';
import { givenContext, givenImage, givenPartition, replayed, threeBrokers } from '../given.ts';

const image = givenImage({
  brokers: threeBrokers,
  topics: { t: [givenPartition()] },
  configs: {
    '2:t': { 'cleanup.policy': 'compact', 'retention.ms': '5' },
    '4:': { 'min.insync.replicas': '1' },
  },
});
type Change = readonly [name: string, value: string | null, operation?: number];
const resource = (resourceType: number, resourceName: string, changes: readonly Change[]) => ({
  resourceType,
  resourceName,
  configs: changes.map(([name, value, configOperation = 0]) => ({ name, value, configOperation })),
});
const alter = (resources: ReturnType<typeof resource>[], validateOnly = false) =>
  incrementalAlterConfigs(givenContext(image), { resources, validateOnly });
const answer = (type: number, name: string, ...changes: Change[]) => {
  const { records, response } = alter([resource(type, name, changes)]);
  const { errorCode, errorMessage } = response.responses[0];
  if (errorCode !== 0) expect(records).toEqual([]);
  return [errorCode, errorMessage];
};
const after = (type: number, name: string, ...changes: Change[]) => {
  const { records, response } = alter([resource(type, name, changes)]);
  expect(response.responses[0].errorCode).toBe(0);
  return Object.fromEntries(replayed(image, records).configs.get(`${type}:${name}`) ?? []);
};

describe('IncrementalAlterConfigs', () => {
  it('sets, removes, appends and subtracts', () => {
    expect(after(2, 't', ['retention.ms', '7'])).toEqual({
      'cleanup.policy': 'compact',
      'retention.ms': '7',
    });
    expect(after(2, 't', ['retention.ms', null, 1])).toEqual({ 'cleanup.policy': 'compact' });
    expect(after(2, 't', ['cleanup.policy', 'delete', 2])['cleanup.policy']).toBe('compact,delete');
    expect(after(2, 't', ['cleanup.policy', 'compact', 2])['cleanup.policy']).toBe('compact');
    expect(after(2, 't', ['cleanup.policy', 'compact', 3])['cleanup.policy']).toBe('');
    // From the default when nothing was set.
    expect(after(4, '', ['log.cleanup.policy', 'compact', 2])['log.cleanup.policy']).toBe(
      'delete,compact',
    );
  });

  it('writes nothing for a topic whose value stays, and always for a broker', () => {
    expect(alter([resource(2, 't', [['retention.ms', '5']])]).records).toEqual([]);
    expect(alter([resource(4, '', [['min.insync.replicas', '1']])]).records).toHaveLength(1);
  });

  it('only looks when asked to validate', () => {
    expect(alter([resource(2, 't', [['retention.ms', '7']])], true).records).toEqual([]);
  });

  it('answers nothing of a request with an unknown operation', () => {
    const { records, response } = alter([
      resource(2, 't', [['retention.ms', '7']]),
      resource(4, '', [['log.retention.ms', '9', 7]]),
    ]);
    expect(records).toEqual([]);
    expect(response.responses).toMatchObject([
      { errorCode: -1, errorMessage: null, resourceName: 't' },
      { errorCode: -1, errorMessage: null, resourceName: '' },
    ]);
  });

  it('takes how far back a share group starts', () => {
    for (const value of ['earliest', 'by_duration:PT1H', 'by_duration:P1DT2.5S']) {
      expect(after(32, 'g', ['share.auto.offset.reset', value])).toMatchObject({
        'share.auto.offset.reset': value,
      });
    }
  });

  it('judges each resource by itself', () => {
    const { records, response } = alter([
      resource(2, 't', [['retention.ms', 'x']]),
      resource(4, '2', [['log.retention.ms', '9']]),
      resource(2, 'x', []),
      resource(2, 'x', []),
    ]);
    expect(response.responses.map(({ errorCode }) => errorCode)).toEqual([
      errors.invalidConfig,
      0,
      errors.invalidRequest,
      errors.invalidRequest,
    ]);
    expect(records).toHaveLength(1);
  });

  // Codes and texts are those of Apache Kafka 4.3.
  const refused: [number, string, Change, number, string][] = [
    [2, 't', ['retention.ms', null], 42, 'Null value not supported for : retention.ms'],
    [
      2,
      't',
      ['retention.ms', '5', 2],
      40,
      "Can't APPEND to key retention.ms because its type is not LIST.",
    ],
    [2, 't', ['nope', '1'], 40, 'Unknown topic config name: nope'],
    [2, 'missing', ['retention.ms', '5'], 3, "The topic 'missing' does not exist."],
    [
      2,
      'bad!!',
      ['retention.ms', '5'],
      17,
      "Topic name is invalid: 'bad!!' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [2, '', ['retention.ms', '5'], 42, 'Default topic resources are not allowed.'],
    [2, 'missing', ['nope', '1'], 40, 'Unknown topic config name: nope'],
    [
      4,
      '1',
      ['min.insync.replicas', '2'],
      40,
      'Broker-level min.insync.replicas cannot be altered while ELR is enabled.',
    ],
    [
      4,
      '',
      ['min.insync.replicas', null, 1],
      40,
      'Cluster-level min.insync.replicas cannot be removed while ELR is enabled.',
    ],
    [4, 'x', ['log.retention.ms', '5'], 42, 'Unable to parse broker name as a base 10 number.'],
    [4, '-1', ['log.retention.ms', '5'], 42, 'Invalid negative broker ID.'],
    [8, '1', ['root', 'INFO'], 42, 'Unknown resource type BROKER_LOGGER'],
    [16, 'm', ['match', 'client_id=[a'], 40, 'Illegal client matching pattern: client_id=[a'],
    [16, 'm', ['match', 'client_id='], 40, 'Illegal client matching pattern: client_id='],
    [16, 'm', ['match', 'client_id=a=b'], 40, 'Illegal client matching pattern: client_id=a=b'],
    [
      32,
      'g',
      ['streams.num.standby.replicas', '5'],
      40,
      'streams.num.standby.replicas must be less than or equal to group.streams.max.standby.replicas',
    ],
    [
      32,
      'g',
      ['share.auto.offset.reset', 'by_duration:-PT1H'],
      40,
      'Invalid value by_duration:-PT1H for configuration share.auto.offset.reset: Invalid value `by_duration:-PT1H` for configuration share.auto.offset.reset. ' +
        "The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.",
    ],
    [3, 'x', ['a', 'b'], 42, 'Unknown resource type 3'],
    [
      16,
      'm',
      ['interval.ms', '5'],
      42,
      'Invalid value 5 for interval.ms, interval must be between 100 and 3600000 (1 hour)',
    ],
    [16, 'm', ['foo', '5'], 42, 'Unknown client metrics configuration: foo'],
    [16, 'm', ['match', 'xx'], 40, 'Illegal client matching pattern: xx'],
    [32, 'g', ['foo', '5'], 40, 'Unknown group config name: foo'],
    [
      32,
      'g',
      ['consumer.session.timeout.ms', '5'],
      40,
      'consumer.session.timeout.ms must be greater than or equal to group.consumer.min.session.timeout.ms',
    ],
  ];
  it.each(refused)('refuses %i:%s %j with %i', (type, name, change, code, message) => {
    expect(answer(type, name, change)).toEqual([code, message]);
  });

  it('refuses the same key twice', () => {
    expect(answer(2, 't', ['retention.ms', '1'], ['retention.ms', '2'])).toEqual([
      42,
      'Error due to duplicate config keys',
    ]);
  });

  it('accepts what Kafka accepts', () => {
    for (const [type, name, change] of [
      [2, 't', ['nope', null, 1]],
      [4, '1', ['nope', '1']],
      [4, '1', ['num.partitions', null, 1]],
      [4, '', ['min.insync.replicas', '2']],
      [16, 'm', ['interval.ms', '100']],
      [32, 'g', ['consumer.session.timeout.ms', '50000']],
    ] as [number, string, Change][]) {
      expect(answer(type, name, change)).toEqual([0, null]);
    }
  });
});

describe('AlterConfigs', () => {
  it('replaces all configs of the resource', () => {
    const request = {
      resources: [resource(2, 't', [['retention.bytes', '9']])],
      validateOnly: false,
    };
    const { records } = alterConfigs(givenContext(image), request);
    expect(replayed(image, records).configs.get('2:t')).toEqual(
      new Map([['retention.bytes', '9']]),
    );
  });
});
