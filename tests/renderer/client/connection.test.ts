import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isContractError } from '../../../src/main/contract/index.ts';
import { createConnection } from '../../../src/renderer/client/connection.ts';
import { openFeed, openState } from '../../../src/renderer/client/subscription.ts';
import { fakeServer, settle } from './fake-channel.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function connected() {
  const server = fakeServer();
  const connection = createConnection(server.open);
  connection.connect();
  server.connect();
  return { server, connection };
}

describe('connection', () => {
  test('answers a call', async () => {
    const { server, connection } = connected();
    const answer = connection.call('topics.describe', { topic: 'orders' });
    await settle();
    expect(server.requests[0]).toMatchObject({
      method: 'topics.describe',
      params: { topic: 'orders' },
    });
    server.answer(server.requests[0]!, { topic: 'orders' });
    expect(await answer).toEqual({ topic: 'orders' });
  });

  test('rejects with the contract error that the server sent', async () => {
    const { server, connection } = connected();
    const failure = connection
      .call('topics.delete', { topic: 'x' })
      .catch((error: unknown) => error);
    await settle();
    const $error = { code: 'topic-not-found', data: { topic: 'x' }, message: 'none' };
    server.fail(server.requests[0]!, { $error });
    expect(isContractError(await failure, 'topic-not-found')).toBe(true);
  });

  test('rejects what is pending when the line is cut, says since when, and comes back', async () => {
    const { server, connection } = connected();
    const failure = connection.call('topics.list').catch((error: unknown) => error);
    await settle();
    server.disconnect();
    expect(isContractError(await failure, 'connection-closed')).toBe(true);
    expect(connection.state.getState().phase).toBe('lost');
    expect(connection.state.getState().lostAtMs).toBe(Date.now());
    await vi.advanceTimersByTimeAsync(300);
    server.connect();
    expect(connection.state.getState()).toEqual({
      phase: 'open',
      lostAtMs: null,
      isRefused: false,
    });
  });

  test('refuses calls while there is no line', async () => {
    const connection = createConnection(fakeServer().open);
    connection.connect();
    const error = await connection.call('topics.list').catch((cause: unknown) => cause);
    expect(isContractError(error, 'connection-closed')).toBe(true);
  });
});

describe('streams', () => {
  test('a state opens with its value and follows its patches', async () => {
    const { server, connection } = connected();
    const seen: unknown[] = [];
    openState(
      connection,
      'settings',
      {},
      {
        onValue: (value) => seen.push(value),
        onPatch: (patch) => seen.push(patch),
        onFailed: (error) => seen.push(error),
      },
    );
    await settle();
    server.answer(server.requests[0]!, { id: 7, value: { theme: 'dark' } });
    await settle();
    server.emit('live.patch', { id: 7, patch: { set: { theme: 'light' } } });
    server.emit('live.patch', { id: 8, patch: { set: { theme: 'other stream' } } });
    await settle();
    expect(seen).toEqual([{ theme: 'dark' }, { set: { theme: 'light' } }]);
  });

  test('a feed is opened again after a lost connection', async () => {
    const { server, connection } = connected();
    const seen: unknown[] = [];
    openFeed(
      connection,
      'events',
      {},
      {
        onItems: (items, isStart) => seen.push([isStart, ...items]),
        onFailed: (error) => seen.push(error),
      },
    );
    await settle();
    server.answer(server.requests[0]!, { id: 1, items: ['a'] });
    await settle();
    server.emit('live.items', { id: 1, items: ['b'] });
    server.disconnect();
    await vi.advanceTimersByTimeAsync(300);
    server.connect();
    await settle();
    server.answer(server.requests[1]!, { id: 1, items: ['a', 'b', 'c'] });
    await settle();
    expect(seen).toEqual([
      [true, 'a'],
      [false, 'b'],
      [true, 'a', 'b', 'c'],
    ]);
  });

  test('closing tells the server, also when the answer to opening came later', async () => {
    const { server, connection } = connected();
    const close = openFeed(connection, 'events', {}, { onItems: () => {}, onFailed: () => {} });
    await settle();
    close();
    server.answer(server.requests[0]!, { id: 5, items: [] });
    await settle();
    expect(server.requests[1]).toMatchObject({ method: 'live.close', params: { id: 5 } });
  });

  test('a failed source is told, and tried again', async () => {
    const { server, connection } = connected();
    const seen: unknown[] = [];
    openState(
      connection,
      'group',
      { groupId: 'g' },
      {
        onValue: (value) => seen.push(value),
        onPatch: () => {},
        onFailed: (error) => seen.push(error),
      },
    );
    await settle();
    server.answer(server.requests[0]!, { id: 2, value: 'first' });
    await settle();
    server.emit('live.failed', { id: 2, code: 'group-not-found', message: 'gone' });
    await settle();
    expect(seen[1]).toMatchObject({ code: 'group-not-found', data: { groupId: 'g' } });
    await vi.advanceTimersByTimeAsync(5000);
    server.answer(server.requests[1]!, { id: 3, value: 'again' });
    await settle();
    expect(seen).toHaveLength(3);
    expect(seen[2]).toBe('again');
  });
});
