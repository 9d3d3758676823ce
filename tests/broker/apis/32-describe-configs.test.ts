import { describe, expect, it } from 'vitest';
import { describeConfigs } from '../../../src/broker/apis/32-describe-configs.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { describeConfigsApi } from '../../../src/broker/protocol/messages/32-describe-configs.ts';
import { givenImage, givenPartition, threeBrokers } from '../metadata/given.ts';
import { call, servicesWith } from './call.ts';

const image = givenImage({ brokers: threeBrokers, topics: { t: [givenPartition()] } });
const ask = async (
  resourceType: number,
  resourceName: string,
  configurationKeys: string[] | null = null,
  version = describeConfigsApi.maxVersion,
) => {
  const { results } = await call(describeConfigs, {
    version,
    request: {
      resources: [{ resourceType, resourceName, configurationKeys }],
      includeSynonyms: true,
      includeDocumentation: true,
    },
    services: servicesWith(image),
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
    expect((await ask(3, 'x')).errorCode).toBe(errors.invalidRequest);
    expect((await ask(16, '')).errorCode).toBe(errors.invalidRequest);
    expect((await ask(32, '')).errorCode).toBe(errors.invalidRequest);
  });

  it('answers for all brokers, groups, metrics and loggers', async () => {
    expect((await ask(4, '')).configs).toEqual([]);
    expect((await ask(32, 'g')).configs).toHaveLength(17);
    expect((await ask(16, 'm')).configs).toHaveLength(3);
    expect(await ask(8, '1')).toMatchObject({ errorCode: 0, configs: [] });
  });
});
