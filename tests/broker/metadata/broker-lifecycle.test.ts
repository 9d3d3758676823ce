import { describe, expect, it } from 'vitest';
import { PeerError } from '../../../src/broker/client/node-client.ts';
import type { ToController } from '../../../src/broker/client/to-controller.ts';
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import { BrokerLifecycle } from '../../../src/broker/metadata/broker-lifecycle.ts';
import { MetadataCache } from '../../../src/broker/metadata/metadata-cache.ts';
import type { NewRecord } from '../../../src/broker/metadata/records.ts';
import { errors } from '../../../src/broker/protocol/errors.ts';
import { SimWorld } from '../../support/sim-env.ts';
import { FakeLog } from './fake-log.ts';
import { id } from './given.ts';

type Call = {
  readonly name: string;
  readonly atMs: number;
  readonly request: Record<string, unknown>;
};
type Answer = (call: Call) => object | Promise<object>;

const alive = { errorCode: 0, isCaughtUp: true, isFenced: false, shouldShutDown: false };
const usual: Answer = ({ name }) => {
  if (name === 'BrokerRegistration') return { errorCode: 0, brokerEpoch: 3 };
  return name === 'BrokerHeartbeat' ? alive : { errorCode: 0, errorMessage: null };
};
const register = (brokerId: number, changes = {}): NewRecord => ({
  type: 'registerBroker',
  value: {
    brokerId,
    incarnationId: id(brokerId),
    brokerEpoch: 3,
    endPoints: [],
    features: [],
    rack: null,
    fenced: false,
    ...changes,
  },
});

function given(answer: Answer = usual) {
  const world = new SimWorld(1);
  const env = world.machine('a').boot();
  const log = new FakeLog();
  const metadata = new MetadataCache(env, log);
  const calls: Call[] = [];
  const toController = (async (api: { name: string }, _version: number, request: object) => {
    const call = { name: api.name, atMs: world.scheduler.nowMs, request: { ...request } };
    calls.push(call);
    return answer(call);
  }) as unknown as ToController;
  const lifecycle = new BrokerLifecycle(env, {
    nodeId: 1,
    clusterId: 'c',
    config: parseBrokerConfig({ 'node.id': '1' }),
    metadata,
    raft: log,
    brokerEndpoints: [],
    controllerEndpoints: [
      { name: 'CONTROLLER', host: '127.0.0.1', port: 19093, securityProtocol: 0 },
    ],
    features: [],
    logDirs: () => [id(1001)],
    offlineLogDirs: () => [],
    previousBrokerEpoch: 77,
    toController,
    connect: () => {
      throw new Error('the controller is here');
    },
  });
  const runFor = async (durationMs: number) => {
    const endMs = world.scheduler.nowMs + durationMs;
    // Lets what was just called get as far as it can without time.
    world.scheduler.after(0, 'begin', () => undefined);
    world.scheduler.after(durationMs, 'end', () => undefined);
    while (world.scheduler.nowMs < endMs) await world.scheduler.step();
  };
  const named = (name: string) => calls.filter((call) => call.name === name);
  return { world, log, metadata, lifecycle, calls, runFor, named };
}

/** Registered, caught up and unfenced. */
async function running(context: ReturnType<typeof given>) {
  const { log, lifecycle, runFor } = context;
  log.lead(1);
  void lifecycle.start();
  await runFor(1);
  log.write({ type: 'noOp', value: {} }, { type: 'noOp', value: {} }, register(1));
  log.commit();
  await runFor(1);
}

describe('broker lifecycle', () => {
  it('registers, waits for its own registration and asks to be unfenced, all in milliseconds', async () => {
    const context = given();
    const { log, lifecycle, metadata, named, runFor, world } = context;
    const told: number[] = [];
    metadata.subscribe((image) => told.push(image.offset));
    const ready: number[] = [];
    lifecycle.onReady((epoch) => ready.push(epoch));
    log.lead(1);
    let isStarted = false;
    void lifecycle.start().then(() => {
      isStarted = true;
    });
    await runFor(1);
    expect(lifecycle.brokerEpoch).toBe(3);
    expect(named('BrokerRegistration')[0].request).toMatchObject({
      brokerId: 1,
      previousBrokerEpoch: 77,
    });
    expect(isStarted).toBe(false);
    expect(named('BrokerHeartbeat')).toEqual([]);
    log.write({ type: 'noOp', value: {} }, { type: 'noOp', value: {} }, register(1));
    log.commit();
    await runFor(1);
    expect(isStarted).toBe(true);
    expect(told).toEqual([3]);
    expect(ready).toEqual([3]);
    expect(named('BrokerHeartbeat')[0].request).toMatchObject({
      brokerEpoch: 3,
      currentMetadataOffset: 3,
      wantFence: false,
    });
    expect(named('ControllerRegistration')).toHaveLength(1);
    expect(world.scheduler.nowMs).toBeLessThan(5);
  });

  it('passes on what the last orderly stop left until it is registered', async () => {
    const context = given();
    expect(context.lifecycle.cleanShutdownEpoch).toBe(77);
    await running(context);
    expect(context.lifecycle.cleanShutdownEpoch).toBe(3);
  });

  it('goes on trying until there is a controller that takes it', async () => {
    let tries = 0;
    const context = given((call) => {
      if (call.name !== 'BrokerRegistration') return usual(call);
      tries++;
      if (tries === 1) throw new PeerError('timeout', 'no controller');
      return tries < 4 ? { errorCode: errors.duplicateBrokerRegistration } : usual(call);
    });
    void context.lifecycle.start();
    await context.runFor(200);
    expect(tries).toBe(0);
    context.log.lead(1);
    await context.runFor(300);
    expect(context.lifecycle.brokerEpoch).toBe(3);
    expect(tries).toBe(4);
  });

  it('stays fenced by its own wish while it is behind', async () => {
    const { log, lifecycle, named, runFor } = given();
    log.lead(1);
    void lifecycle.start();
    await runFor(5000);
    const beats = named('BrokerHeartbeat');
    expect(beats).toHaveLength(2);
    expect(beats.every(({ request }) => request.wantFence === true)).toBe(true);
  });

  it('beats every two seconds, and at once for a new controller', async () => {
    const context = given();
    await running(context);
    const { log, named, runFor } = context;
    await runFor(6000);
    expect(named('BrokerHeartbeat')).toHaveLength(4);
    log.follow(-1);
    await runFor(500);
    const before = named('BrokerHeartbeat').length;
    log.lead(1);
    await runFor(1);
    expect(named('BrokerHeartbeat')).toHaveLength(before + 1);
  });

  it('tells at once how far it is when another broker waits for that', async () => {
    const context = given();
    await running(context);
    const { log, named, runFor } = context;
    const before = named('BrokerHeartbeat').length;
    log.write(register(2, { inControlledShutdown: true }));
    log.commit();
    await runFor(1);
    expect(named('BrokerHeartbeat')).toHaveLength(before + 1);
    expect(named('BrokerHeartbeat').at(-1)?.request).toMatchObject({ currentMetadataOffset: 4 });
  });

  it('comes back at once when it was fenced although it lives', async () => {
    const context = given();
    await running(context);
    const { log, named, runFor } = context;
    const before = named('BrokerHeartbeat').length;
    log.write(register(1, { fenced: true }));
    log.commit();
    await runFor(1);
    expect(named('BrokerHeartbeat')).toHaveLength(before + 1);
  });

  it('asks for its leave and goes when it gets it', async () => {
    let asked = 0;
    const context = given((call) => {
      if (call.request.wantShutDown !== true) return usual(call);
      asked++;
      return { ...alive, shouldShutDown: asked === 3 };
    });
    await running(context);
    context.log.write(register(2));
    context.log.commit();
    await context.runFor(1);
    let isStopped = false;
    void context.lifecycle.stop().then(() => {
      isStopped = true;
    });
    await context.runFor(100);
    expect(isStopped).toBe(true);
    expect(asked).toBe(3);
    const count = context.calls.length;
    await context.runFor(10_000);
    expect(context.calls).toHaveLength(count);
  });

  it('needs no leave when it was unregistered', async () => {
    const context = given(({ name, ...call }) =>
      name === 'BrokerHeartbeat' && call.request.wantShutDown === true
        ? { ...alive, errorCode: errors.staleBrokerEpoch }
        : usual({ name, ...call }),
    );
    await running(context);
    context.log.write(register(2));
    context.log.commit();
    await context.runFor(1);
    let isStopped = false;
    void context.lifecycle.stop().then(() => {
      isStopped = true;
    });
    await context.runFor(10);
    expect(isStopped).toBe(true);
  });

  it('does not wait for ever for its leave', async () => {
    const context = given((call) =>
      call.request.wantShutDown === true ? new Promise(() => undefined) : usual(call),
    );
    await running(context);
    context.log.write(register(2));
    context.log.commit();
    await context.runFor(1);
    let isStopped = false;
    void context.lifecycle.stop().then(() => {
      isStopped = true;
    });
    await context.runFor(2900);
    expect(isStopped).toBe(false);
    await context.runFor(200);
    expect(isStopped).toBe(true);
  });

  it('waits less when nobody could take over', async () => {
    const context = given((call) =>
      call.request.wantShutDown === true ? new Promise(() => undefined) : usual(call),
    );
    await running(context);
    let isStopped = false;
    void context.lifecycle.stop().then(() => {
      isStopped = true;
    });
    await context.runFor(350);
    expect(isStopped).toBe(true);
  });
});
