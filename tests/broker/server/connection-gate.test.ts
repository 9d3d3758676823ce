import { describe, expect, it } from 'vitest';
import { type BrokerConfig, parseBrokerConfig } from '../../../src/broker/config.ts';
import type { Clock, Connection } from '../../../src/broker/env/env.ts';
import { connectionOverrides } from '../../../src/broker/metadata/broker-config-steps.ts';
import { ConnectionGate } from '../../../src/broker/server/connection-gate.ts';

class Client {
  isDestroyed = false;
  readonly remoteHost: string;
  private readonly listeners: (() => void)[] = [];
  constructor(remoteHost: string) {
    this.remoteHost = remoteHost;
  }
  onClose(listener: () => void): void {
    this.listeners.push(listener);
  }
  destroy(): void {
    this.isDestroyed = true;
    for (const listener of this.listeners) listener();
  }
}

function given(values: Record<string, string>) {
  const timers: { atMs: number; action: () => void; isCancelled: boolean }[] = [];
  const state = {
    nowMs: 0,
    config: configOf(values),
    admitted: [] as unknown[],
    refused: 0,
    elsewhere: 0,
  };
  const clock = {
    monotonicMs: () => state.nowMs,
    setTimer: (delayMs: number, action: () => void) => {
      const timer = { atMs: state.nowMs + delayMs, action, isCancelled: false };
      timers.push(timer);
      return { cancel: () => void (timer.isCancelled = true) };
    },
  } as unknown as Clock;
  const gate = new ConnectionGate(clock, {
    config: () => state.config,
    listenerName: 'plaintext',
    countByHost: new Map(),
    admittedElsewhere: () => state.elsewhere,
    onLeft: () => undefined,
    overridesOf: connectionOverrides,
    admit: (connection) => void state.admitted.push(connection),
    onRefused: () => void state.refused++,
  });
  const advance = (ms: number) => {
    const endMs = state.nowMs + ms;
    for (;;) {
      const due = timers.find((timer) => !timer.isCancelled && timer.atMs <= endMs);
      if (!due) break;
      due.isCancelled = true;
      state.nowMs = due.atMs;
      due.action();
    }
    state.nowMs = endMs;
  };
  const arrive = (host = '127.0.0.1') => {
    const client = new Client(host);
    gate.arrive(client as unknown as Connection);
    return client;
  };
  return { gate, state, arrive, advance };
}

const configOf = (values: Record<string, string>): BrokerConfig =>
  parseBrokerConfig({ 'node.id': '1', ...values });

describe('the gate', () => {
  it('lets in who came before it opened', () => {
    const { gate, state, arrive } = given({});
    const early = arrive();
    const gone = arrive();
    gone.destroy();
    expect(state.admitted).toEqual([]);
    gate.open();
    const late = arrive();
    expect(state.admitted).toEqual([early, late]);
  });

  it('lets max.connections wait for a place', () => {
    const { gate, state, arrive } = given({ 'max.connections': '2' });
    gate.open();
    const [first, , third, fourth] = [arrive(), arrive(), arrive(), arrive()];
    expect(state.admitted).toHaveLength(2);
    third.destroy();
    first.destroy();
    expect(state.admitted).toHaveLength(3);
    expect(state.admitted[2]).toBe(fourth);
    arrive();
    state.config = configOf({ 'max.connections': '9' });
    gate.admitNext();
    expect(state.admitted).toHaveLength(4);
  });

  it('knows the limit of its listener', () => {
    const { gate, state, arrive } = given({ 'listener.name.plaintext.max.connections': '1' });
    gate.open();
    arrive();
    arrive();
    expect(state.admitted).toHaveLength(1);
  });

  it('counts who came through other gates', () => {
    const { gate, state, arrive } = given({ 'max.connections': '2' });
    gate.open();
    state.elsewhere = 1;
    arrive();
    arrive();
    expect(state.admitted).toHaveLength(1);
    state.elsewhere = 0;
    gate.admitNext();
    expect(state.admitted).toHaveLength(2);
  });

  it('closes what is too much of one address', () => {
    const { gate, state, arrive } = given({
      'max.connections.per.ip': '1',
      'max.connections.per.ip.overrides': '10.0.0.9:2,localhost:3',
    });
    gate.open();
    const one = arrive('10.0.0.1');
    expect(arrive('10.0.0.1').isDestroyed).toBe(true);
    expect([arrive('10.0.0.9'), arrive('10.0.0.9')].map((c) => c.isDestroyed)).toEqual([
      false,
      false,
    ]);
    expect(arrive('10.0.0.9').isDestroyed).toBe(true);
    for (let count = 0; count < 3; count++) arrive('::ffff:127.0.0.1');
    expect(arrive('127.0.0.1').isDestroyed).toBe(true);
    expect(state).toMatchObject({ refused: 3 });
    expect(state.admitted).toHaveLength(6);
    one.destroy();
    expect(arrive('10.0.0.1').isDestroyed).toBe(false);
  });

  it('lets in so many in a second', () => {
    const { gate, state, arrive, advance } = given({ 'max.connection.creation.rate': '10' });
    gate.open();
    for (let count = 0; count < 40; count++) arrive();
    expect(state.admitted).toHaveLength(10);
    advance(1000);
    expect(state.admitted).toHaveLength(20);
    advance(2000);
    expect(state.admitted).toHaveLength(40);
    // An unused second is not saved up beyond itself.
    advance(60_000);
    for (let count = 0; count < 40; count++) arrive();
    expect(state.admitted).toHaveLength(50);
  });

  it('lets nobody in at a rate of 0 until that changes', () => {
    const { gate, state, arrive, advance } = given({ 'max.connection.creation.rate': '0' });
    gate.open();
    arrive();
    advance(100_000);
    expect(state.admitted).toHaveLength(0);
    state.config = configOf({});
    gate.admitNext();
    expect(state.admitted).toHaveLength(1);
  });

  it('closes who waits when it closes', () => {
    const { gate, arrive } = given({});
    const early = arrive();
    gate.close();
    expect(early.isDestroyed).toBe(true);
  });
});
