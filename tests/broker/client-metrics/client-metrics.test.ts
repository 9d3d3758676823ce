import { gzipSync, zstdCompressSync } from 'node:zlib';
import { compressFrameSync } from 'lz4-napi';
import { compressSync } from 'snappy';
import { beforeEach, describe, expect, it } from 'vitest';
import { getTelemetrySubscriptions } from '../../../src/broker/apis/71-get-telemetry-subscriptions.ts';
import { pushTelemetry } from '../../../src/broker/apis/72-push-telemetry.ts';
import { ClientMetrics } from '../../../src/broker/client-metrics/client-metrics.ts';
import type { Env } from '../../../src/broker/env/env.ts';
import { emptyImage } from '../../../src/broker/metadata/image.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { zeroUuid } from '../../../src/broker/protocol/types.ts';
import { call, servicesWith } from '../apis/call.ts';
import { metricsData } from './pushed.ts';

type Configs = Record<string, Record<string, string>>;

let nowMs: number;
let metrics: ClientMetrics;
let drawn: number;

const caller = (changes: object = {}) => ({
  clientId: 'shop',
  clientHost: '10.0.0.7',
  clientPort: 4711,
  connectionId: 'c1',
  ...changes,
});

function subscribe(configs: Configs): void {
  const entries = Object.entries(configs).map(
    ([name, values]) => [`16:${name}`, new Map(Object.entries(values))] as const,
  );
  const image = { ...emptyImage, configs: new Map(entries) };
  metrics.applyMetadata(image, new Set(Object.keys(configs).map((name) => `16:${name}`)));
}

const latency = (ms: number) =>
  metricsData({ 'org.apache.kafka.producer.request.latency.avg': { gauge: [ms] } });

/** A client that has asked; pushes as it was told. */
function client(changes: object = {}) {
  const who = caller(changes);
  const { errorCode, instanceId, subscription } = metrics.ask(who, zeroUuid);
  expect(errorCode).toBe(0);
  return {
    instanceId,
    subscription,
    ask: () => metrics.ask(who, instanceId).errorCode,
    push: (rest: object = {}) =>
      metrics.push(who, instanceId, {
        subscriptionId: subscription?.id ?? 0,
        terminating: false,
        compressionType: 0,
        metrics: latency(1),
        ...rest,
      }),
  };
}

beforeEach(() => {
  nowMs = 1_000_000;
  drawn = 0;
  const env = {
    clock: { monotonicMs: () => nowMs },
    random: {
      bytes: (size: number) => {
        const bytes = Buffer.alloc(size);
        bytes.writeUInt32BE(drawn++, size - 4);
        return bytes;
      },
    },
  } as unknown as Env;
  metrics = new ClientMetrics(env, { maxBytes: 1000 });
});

describe('what a client is asked for', () => {
  const asked = (changes: object = {}) => {
    const { subscription } = metrics.ask(caller(changes), zeroUuid);
    return [subscription?.intervalMs, ...(subscription?.metrics ?? [])];
  };

  it('is nothing without a config', () => {
    expect(asked()).toEqual([300_000]);
  });

  it('is all that matches, at the shortest interval', () => {
    subscribe({
      a: { metrics: 'x.,y.', 'interval.ms': '2000' },
      b: { metrics: 'y.,z.', 'interval.ms': '5000', match: 'client_id=sh.*' },
      c: { metrics: '*', match: 'client_id=sho' },
      d: { metrics: 'w.', 'interval.ms': '3600000', match: 'client_source_address=10\\..*' },
    });
    expect(asked()).toEqual([2000, 'w.', 'x.', 'y.', 'z.']);
    expect(asked({ clientId: 'sho', clientHost: '::1' })).toEqual([2000, '*']);
  });

  it('can be chosen by every attribute, and by all at once', () => {
    const match = [
      'client_source_port=4711',
      'client_software_name=apache-.*',
      'client_software_version= 4\\.[0-9] ',
    ].join();
    subscribe({ a: { metrics: 'x.', match }, b: { metrics: 'y.', match: 'client_id=(' } });
    expect(asked()).toEqual([300_000]);
    metrics.named('c1', 'apache-kafka-java', '4.3');
    expect(asked()).toEqual([300_000, 'x.']);
    expect(asked({ clientPort: 1 })).toEqual([300_000]);
    metrics.connectionClosed('c1');
    expect(asked()).toEqual([300_000]);
    const { instanceId } = metrics.ask(caller(), zeroUuid);
    subscribe({ a: { metrics: 'x.', match: `client_instance_id=${instanceId}` } });
    expect(metrics.ask(caller(), instanceId).subscription?.metrics).toEqual(['x.']);
    expect(asked()).toEqual([300_000]);
  });

  it('has an id that depends on it and on the client only', () => {
    subscribe({ a: { metrics: 'x.', 'interval.ms': '100' } });
    const { instanceId, subscription } = metrics.ask(caller(), zeroUuid);
    expect(metrics.ask(caller(), zeroUuid).subscription?.id).not.toBe(subscription?.id);
    subscribe({ a: { metrics: 'x.', 'interval.ms': '200' } });
    expect(metrics.ask(caller(), instanceId).subscription?.id).not.toBe(subscription?.id);
    subscribe({ b: { metrics: 'x.', 'interval.ms': '100' } });
    expect(metrics.ask(caller(), instanceId).subscription?.id).toBe(subscription?.id);
  });
});

describe('pushing', () => {
  beforeEach(() => subscribe({ a: { metrics: 'x.', 'interval.ms': '1000' } }));

  it('is due once after each question, whatever the jitter, and then once per interval', () => {
    const shop = client();
    expect(shop.push()).toBe(errors.none);
    expect(shop.push()).toBe(errors.throttlingQuotaExceeded);
    nowMs += 999;
    expect(shop.push()).toBe(errors.throttlingQuotaExceeded);
    nowMs += 1;
    expect(shop.push()).toBe(errors.none);
    expect(shop.ask()).toBe(errors.throttlingQuotaExceeded);
    nowMs += 1000;
    expect(shop.ask()).toBe(errors.none);
  });

  it('is refused by the old subscription; the new one may be asked for at once', () => {
    const shop = client();
    expect(shop.push({ subscriptionId: 1 })).toBe(errors.unknownSubscriptionId);
    expect(shop.ask()).toBe(errors.none);
    expect(shop.ask()).toBe(errors.throttlingQuotaExceeded);
    subscribe({ a: { metrics: 'y.', 'interval.ms': '1000' } });
    expect(shop.push()).toBe(errors.unknownSubscriptionId);
    expect(shop.ask()).toBe(errors.none);
  });

  it('is refused when it is too large, in no known codec, or unreadable', () => {
    const tries: [object, number][] = [
      [{ metrics: Buffer.alloc(1001) }, errors.telemetryTooLarge],
      [{ compressionType: 5 }, errors.unsupportedCompressionType],
      [{ compressionType: -1 }, errors.unsupportedCompressionType],
      [{ metrics: latency(1).subarray(0, -1) }, errors.invalidRecord],
      [{ compressionType: 1 }, errors.invalidRecord],
      [{ metrics: Buffer.alloc(0) }, errors.none],
    ];
    const shop = client();
    for (const [push, errorCode] of tries) {
      expect(shop.push(push)).toBe(errorCode);
      nowMs += 1000;
    }
  });

  it('ends with a last push, which may come early; nothing may follow it', () => {
    const shop = client();
    expect(shop.push()).toBe(errors.none);
    expect(shop.push({ terminating: true })).toBe(errors.none);
    nowMs += 5000;
    expect(shop.push()).toBe(errors.invalidRequest);
  });

  it('needs an id', () => {
    for (const id of [zeroUuid, 'AAAAAAAAAAAAAAAAAAAAAQ']) {
      const push = { subscriptionId: 0, terminating: false, compressionType: 0 };
      expect(metrics.push(caller(), id, { ...push, metrics: latency(1) })).toBe(
        errors.invalidRequest,
      );
    }
  });

  it('takes every codec', () => {
    const codecs = [
      (bytes: Buffer) => bytes,
      gzipSync,
      compressSync,
      compressFrameSync,
      zstdCompressSync,
    ];
    const shop = client();
    codecs.forEach((compress, compressionType) => {
      const pushed = compress(latency(compressionType));
      expect(shop.push({ compressionType, metrics: pushed })).toBe(errors.none);
      expect(metrics.stats()[0].measures.requestLatencyMs).toBe(compressionType);
      nowMs += 1000;
    });
  });
});

describe('what clients told', () => {
  it('is one row per client and host: the mean of its instances', () => {
    metrics.named('c1', 'librdkafka', '2.16');
    client().push({ metrics: latency(2) });
    client({ connectionId: 'c2' }).push({ metrics: latency(4) });
    client({ clientId: 'other' }).push({ metrics: metricsData({ consumer: { gauge: [1] } }) });
    expect(metrics.stats()).toEqual([
      {
        clientId: 'shop',
        host: '10.0.0.7',
        software: 'librdkafka 2.16',
        measures: {
          requestLatencyMs: 3,
          queueTimeMs: null,
          batchSizeBytes: null,
          recordErrorsPerS: null,
        },
      },
    ]);
  });

  it('is forgotten with the connection, and after three silent intervals', () => {
    client().push();
    metrics.connectionClosed('c1');
    expect(metrics.stats()).toEqual([]);
    subscribe({ a: { metrics: 'x.', 'interval.ms': '100000' } });
    client().push();
    nowMs += 299_999;
    expect(metrics.stats()).toHaveLength(1);
    nowMs += 60_001;
    expect(metrics.stats()).toEqual([]);
    expect(metrics.size).toBe(0);
  });

  it('stays with a client that goes on over another connection', () => {
    const shop = client();
    shop.push();
    metrics.ask(caller({ connectionId: 'c2' }), shop.instanceId);
    metrics.connectionClosed('c1');
    expect(metrics.stats()).toHaveLength(1);
  });

  it('has a bound', () => {
    for (let index = 0; index < 16_400; index++) client({ connectionId: `c${index}` });
    expect(metrics.size).toBe(16_384);
  });
});

describe('the APIs', () => {
  it('tell and take', async () => {
    subscribe({ a: { metrics: 'x.', 'interval.ms': '700' } });
    const services = servicesWith(emptyImage, { clientMetrics: metrics });
    const ask = (clientInstanceId: string) =>
      call(getTelemetrySubscriptions, { version: 0, request: { clientInstanceId }, services });
    const told = await ask(zeroUuid);
    expect(told).toMatchObject({
      errorCode: 0,
      acceptedCompressionTypes: [4, 3, 1, 2],
      pushIntervalMs: 700,
      telemetryMaxBytes: 1048576,
      deltaTemporality: true,
      requestedMetrics: ['x.'],
    });
    const { clientInstanceId, subscriptionId } = told;
    const push = await call(pushTelemetry, {
      version: 0,
      request: {
        clientInstanceId,
        subscriptionId,
        terminating: false,
        compressionType: 0,
        metrics: latency(5),
      },
      services,
    });
    expect(push).toEqual({ throttleTimeMs: 0, errorCode: 0 });
    expect(metrics.stats()[0].measures.requestLatencyMs).toBe(5);
    expect(await ask(clientInstanceId)).toMatchObject({
      errorCode: errors.throttlingQuotaExceeded,
      clientInstanceId: zeroUuid,
      requestedMetrics: [],
    });
  });
});
