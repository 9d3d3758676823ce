import { describe, expect, it } from 'vitest';
import { apiVersions } from '../../../src/broker/apis/18-api-versions.ts';
import { handlers } from '../../../src/broker/apis/index.ts';
import { configResource, configResourceKey } from '../../../src/broker/metadata/image.ts';
import { givenImage } from '../metadata/given.ts';
import { call, servicesWith } from './call.ts';

const telemetry = [71, 72];

function keysWith(configs: ReadonlyMap<string, ReadonlyMap<string, string>>) {
  const services = servicesWith(
    { ...givenImage({ brokers: [] }), configs },
    { handlers, supportedFeatures: [] },
  );
  const request = { clientSoftwareName: 'a-client', clientSoftwareVersion: '1.0' };
  return call(apiVersions, { version: 4, request, services }).then(({ apiKeys }) =>
    apiKeys.map(({ apiKey }) => apiKey),
  );
}

describe('ApiVersions', () => {
  it('tells of client metrics only while somebody wants them', async () => {
    const silent = await keysWith(new Map());
    expect(silent).toContain(18);
    expect(silent.filter((key) => telemetry.includes(key))).toEqual([]);
    const name = configResourceKey(configResource.clientMetrics, 'all');
    const wanted = await keysWith(new Map([[name, new Map([['metrics', '*']])]]));
    expect(wanted.filter((key) => telemetry.includes(key))).toEqual(telemetry);
  });
});
