import { describe, expect, it } from 'vitest';
import { ContractError } from '../../../src/main/contract/errors.ts';
import type { EventHandlers, Events } from '../../../src/main/contract/index.ts';
import { applyPatch } from '../../../src/main/contract/patch.ts';
import { type LiveConnection, LiveHub, type Sources } from '../../../src/main/live/live-hub.ts';
import { until } from '../until.ts';

type Sink = { value: (value: unknown) => void; failed: (error: ContractError) => void };

/** A hub of which `groups` and `tail` are in the test's hands. */
function setUp() {
  const sinks: Sink[] = [];
  const stopped: string[] = [];
  const ready = Promise.withResolvers<void>();
  let sendItems: (items: readonly unknown[]) => void = () => {};
  let failFeed: (error: ContractError) => void = () => {};
  const sources = {
    groups: (_params: unknown, sink: Sink) => {
      sinks.push(sink);
      return () => stopped.push('groups');
    },
    tail: (_params: unknown, sink: { items: typeof sendItems; failed: typeof failFeed }) => {
      sendItems = sink.items;
      failFeed = sink.failed;
      return { items: [1], ready: ready.promise, stop: () => stopped.push('tail') };
    },
  } as unknown as Sources;
  const hub = new LiveHub(sources);
  const connect = () => {
    const told: { [Name in keyof Events]: Events[Name][] } = {
      'live.patch': [],
      'live.items': [],
      'live.failed': [],
      'clusters.selected': [],
    };
    const events: EventHandlers = {
      'live.patch': (event) => told['live.patch'].push(event),
      'live.items': (event) => told['live.items'].push(event),
      'live.failed': (event) => told['live.failed'].push(event),
      'clusters.selected': (event) => told['clusters.selected'].push(event),
    };
    return { connection: hub.connect(events), told };
  };
  return {
    connect,
    sinks,
    stopped,
    ready,
    items: (items: readonly unknown[]) => sendItems(items),
    failFeed: (error: ContractError) => failFeed(error),
  };
}

const open = (connection: LiveConnection) => connection.open('groups', {});
const gone = new ContractError('group-not-found', { groupId: 'g' }, 'gone');

describe('a state', () => {
  it('opens with the value, then changes by patches', async () => {
    const { connect, sinks } = setUp();
    const { connection, told } = connect();
    const opening = open(connection);
    sinks[0]?.value({ groups: { a: { lag: 1 } } });
    const { id, value } = await opening;
    expect(value).toEqual({ groups: { a: { lag: 1 } } });
    sinks[0]?.value({ groups: { a: { lag: 2 } } });
    sinks[0]?.value({ groups: { a: { lag: 3 } } });
    const event = await until(() => told['live.patch'][0]);
    expect(event.id).toBe(id);
    expect(applyPatch(value as object, event.patch)).toEqual({ groups: { a: { lag: 3 } } });
    expect(told['live.patch']).toHaveLength(1);
  });

  it('runs its source once for all who watch, until the last one leaves', async () => {
    const { connect, sinks, stopped } = setUp();
    const [first, second] = [connect(), connect()];
    const opening = open(first.connection);
    sinks[0]?.value({ groups: {} });
    const { id } = await opening;
    expect((await open(second.connection)).value).toEqual({ groups: {} });
    expect(sinks).toHaveLength(1);
    first.connection.close(id);
    expect(stopped).toEqual([]);
    second.connection.closeAll();
    expect(stopped).toEqual(['groups']);
  });

  it('gives its error to who waits for the first value', async () => {
    const { connect, sinks, stopped } = setUp();
    const { connection, told } = connect();
    const opening = open(connection);
    sinks[0]?.failed(gone);
    await expect(opening).rejects.toBe(gone);
    expect([stopped, told['live.failed']]).toEqual([['groups'], []]);
  });

  it('tells its end to who watches, and can be opened again', async () => {
    const { connect, sinks } = setUp();
    const { connection, told } = connect();
    const opening = open(connection);
    sinks[0]?.value({ groups: {} });
    const { id } = await opening;
    sinks[0]?.failed(gone);
    expect(told['live.failed']).toEqual([{ id, code: 'group-not-found', message: 'gone' }]);
    void open(connection);
    expect(sinks).toHaveLength(2);
  });

  it('that is not open cannot be closed', () => {
    const { connection } = setUp().connect();
    expect(() => connection.close(99)).toThrow('no open stream 99');
  });
});

describe('a feed', () => {
  it('opens with its items and gathers what comes', async () => {
    const { connect, items, stopped, ready } = setUp();
    ready.resolve();
    const { connection, told } = connect();
    const { id, items: first } = await connection.open('tail', { topic: 'a' });
    expect(first).toEqual([1]);
    items([2]);
    items([3, 4]);
    const event = await until(() => told['live.items'][0]);
    expect(event).toEqual({ id, items: [2, 3, 4] });
    connection.close(id);
    expect(stopped).toEqual(['tail']);
  });

  it('tells its end', async () => {
    const { connect, failFeed, stopped, ready } = setUp();
    ready.resolve();
    const { connection, told } = connect();
    await connection.open('tail', { topic: 'a' });
    failFeed(gone);
    expect(told['live.failed']).toHaveLength(1);
    expect(stopped).toEqual(['tail']);
  });

  it('opens when nothing can be missed any more, not before', async () => {
    const { connect, ready } = setUp();
    let isOpen = false;
    const opening = connect()
      .connection.open('tail', { topic: 'a' })
      .then(() => (isOpen = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOpen).toBe(false);
    ready.resolve();
    await opening;
    expect(isOpen).toBe(true);
  });

  it('does not open when its source cannot begin', async () => {
    const { connect, ready } = setUp();
    ready.reject(gone);
    const { connection, told } = connect();
    await expect(connection.open('tail', { topic: 'a' })).rejects.toBe(gone);
    expect(told['live.failed']).toEqual([]);
  });
});
