import { describe, expect, it } from 'vitest';
import { describeConfigs } from '../../../src/broker/apis/32-describe-configs.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { describeConfigsApi } from '../../../src/broker/protocol/messages/32-describe-configs.ts';
import { givenImage, givenPartition, threeBrokers } from '../metadata/given.ts';
import { LeveledLogger } from '../../../src/broker/env/leveled-logger.ts';
import { call, servicesWith } from './call.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const image = givenImage({ brokers: threeBrokers, topics: { t: [givenPartition()] } });
const loggers = new LeveledLogger(silent, ['log']);
const ask = async (
  resourceType: number,
  resourceName: string,
  configurationKeys: string[] | null = null,
  version = describeConfigsApi.maxVersion,
  of = image,
) => {
  const { results } = await call(describeConfigs, {
    version,
    request: {
      resources: [{ resourceType, resourceName, configurationKeys }],
      includeSynonyms: true,
      includeDocumentation: true,
    },
    services: servicesWith(of, { loggers }),
  });
  return results[0];
};

describe('DescribeConfigs', () => {
  it('describes all keys or those asked for, in every version', async () => {
    expect((await ask(2, 't')).configs).toHaveLength(33);
    expect((await ask(4, '1')).configs.length).toBeGreaterThanOrEqual(340);
    const { minVersion, maxVersion } = describeConfigsApi;
    for (let version = minVersion; version <= maxVersion; version++) {
      const { configs } = await ask(2, 't', ['retention.ms', 'nope'], version);
      expect(configs).toMatchObject([
        { name: 'retention.ms', value: '604800000', configSource: 5 },
      ]);
    }
  });

  it('takes no keys at all for all keys', async () => {
    expect((await ask(2, 't', [])).configs).toHaveLength(33);
  });

  it('refuses resources it does not have', async () => {
    expect((await ask(2, 'x')).errorCode).toBe(errors.unknownTopicOrPartition);
    expect((await ask(2, 'no good')).errorCode).toBe(errors.invalidTopicException);
    expect((await ask(4, '2')).errorCode).toBe(errors.invalidRequest);
    expect((await ask(4, 'x')).errorMessage).toBe('Broker id must be an integer, but it is: x');
    expect((await ask(8, '')).errorMessage).toBe('Broker id must not be empty');
    expect((await ask(8, '2')).errorMessage).toBe(
      'Unexpected broker id, expected 1 but received 2',
    );
    expect((await ask(16, '')).errorCode).toBe(errors.invalidRequest);
    expect((await ask(32, '')).errorCode).toBe(errors.invalidRequest);
  });

  it('answers for all brokers, groups, metrics and loggers', async () => {
    expect((await ask(4, '')).configs).toEqual([]);
    expect((await ask(32, 'g')).configs).toHaveLength(17);
    expect((await ask(16, 'm')).configs).toHaveLength(3);
    expect((await ask(8, '1')).configs).toMatchObject([
      { name: 'log', value: 'INFO', configSource: 6, readOnly: false, synonyms: [] },
      { name: 'root', value: 'INFO' },
    ]);
  });

  it('does not understand a request with an unknown type at all', async () => {
    const { results } = await call(describeConfigs, {
      version: 4,
      request: {
        resources: [
          { resourceType: 2, resourceName: 't', configurationKeys: null },
          { resourceType: 3, resourceName: 'x', configurationKeys: null },
        ],
      },
      services: servicesWith(image),
    });
    expect(results.map(({ errorCode }) => errorCode)).toEqual([42, 42]);
  });

  it('tells what was set while brokers ran, also what no properties file may hold', async () => {
    const configured = givenImage({
      brokers: threeBrokers,
      configs: {
        '4:1': {
          'leader.replication.throttled.rate': '7',
          'listener.name.plaintext.max.connections': '50',
          nobody: 'secret?',
        },
        '4:': { 'leader.replication.throttled.rate': '9' },
      },
    });
    const described = await ask(
      4,
      '1',
      [
        'leader.replication.throttled.rate',
        'listener.name.plaintext.max.connections',
        'nobody',
        'follower.replication.throttled.rate',
      ],
      4,
      configured,
    );
    const configs = described.configs.map((entry) => ({ ...entry, documentation: undefined }));
    expect(configs).toEqual([
      {
        name: 'leader.replication.throttled.rate',
        value: '7',
        readOnly: false,
        configSource: 2,
        isSensitive: false,
        configType: 5,
        synonyms: [
          { name: 'leader.replication.throttled.rate', value: '7', source: 2 },
          { name: 'leader.replication.throttled.rate', value: '9', source: 3 },
        ],
      },
      {
        name: 'listener.name.plaintext.max.connections',
        value: '50',
        readOnly: true,
        configSource: 2,
        isSensitive: false,
        configType: 3,
        synonyms: [
          { name: 'listener.name.plaintext.max.connections', value: '50', source: 2 },
          { name: 'max.connections', value: '2147483647', source: 5 },
        ],
      },
      {
        name: 'nobody',
        value: null,
        readOnly: true,
        configSource: 2,
        isSensitive: true,
        configType: 0,
        synonyms: [{ name: 'nobody', value: null, source: 2 }],
      },
    ]);
  });

  it('writes numbers as Java does', async () => {
    const configured = givenImage({
      brokers: threeBrokers,
      topics: { t: [givenPartition()] },
      configs: { '2:t': { 'min.cleanable.dirty.ratio': '1', 'segment.bytes': '+2000000' } },
    });
    const names = ['min.cleanable.dirty.ratio', 'segment.bytes'];
    const { configs } = await ask(2, 't', names, 4, configured);
    expect(configs.map(({ value }) => value)).toEqual(['1.0', '2000000']);
  });
});
