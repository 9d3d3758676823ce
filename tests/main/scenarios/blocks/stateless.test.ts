import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isLoopback } from '../../../../src/main/scenarios/blocks/call.ts';
import { FinalError } from '../../../../src/main/scenarios/blocks/tools.ts';
import { out, rig, values } from './harness.ts';

describe('blocks that keep nothing', () => {
  it('map, let and filter', async () => {
    const { take } = rig([
      { let: { twice: 'n * 2', more: '$twice + 1' } },
      { filter: '$more > 4' },
      { map: { n: 'n', more: '$more' } },
      out,
    ]);
    expect(values(await take({ n: 1 }))).toEqual([]);
    expect(values(await take({ n: 2 }))).toEqual([{ n: 2, more: 5 }]);
  });

  it('split hands on each item, and a single one too', async () => {
    const { take } = rig([{ split: 'items' }, out]);
    expect(values(await take({ items: [1, 2, 3] }))).toEqual([1, 2, 3]);
    expect(values(await take({ items: { a: 1 } }))).toEqual([{ a: 1 }]);
    expect(values(await take({}))).toEqual([]);
  });

  it('branch takes the first that is true, and drops what none takes', async () => {
    const { take } = rig([
      {
        branch: [
          { when: 'n > 10', steps: [{ map: '"large"' }] },
          { when: 'n > 5', steps: [{ map: '"middle"' }] },
        ],
      },
      out,
    ]);
    expect(values(await take({ n: 20 }))).toEqual(['large']);
    expect(values(await take({ n: 6 }))).toEqual(['middle']);
    expect(values(await take({ n: 1 }))).toEqual([]);
  });

  it('produce has key, value, headers and time of its own, and hands the event on', async () => {
    const { take } = rig([
      {
        produce: {
          topic: 'a',
          key: 'id',
          value: { n: 'n' },
          headers: { why: '"x" & n' },
          timestamp: 'at',
        },
      },
      out,
    ]);
    const [first, second] = await take({ id: 'i', n: 1, at: 77 });
    expect(first).toMatchObject({
      topic: 'a',
      key: 'i',
      value: { n: 1 },
      headers: [['why', 'x1']],
      timestampMs: 77,
    });
    expect(second).toMatchObject({ topic: 'out', key: 'k', value: { id: 'i', n: 1, at: 77 } });
  });

  it('route refuses topics that are not its own', async () => {
    const { take } = rig([{ route: { to: 'where', topics: ['a', 'b'] } }]);
    expect(await take({ where: 'b' })).toMatchObject([{ topic: 'b' }]);
    await expect(take({ where: 'c' })).rejects.toThrow('c is none of a, b');
  });

  it('outbox marks what is to be kept first', async () => {
    const { take } = rig([{ outbox: { topic: 'a' } }, out]);
    expect((await take({})).map(({ isOutboxed }) => isOutboxed)).toEqual([true, false]);
  });

  it('run hands on what a function returns: one, several, none', async () => {
    const { take } = rig([{ run: 'f' }, out], {
      functions: { f: ([event]) => (event as { give: unknown }).give },
    });
    expect(values(await take({ give: { a: 1 } }))).toEqual([{ a: 1 }]);
    expect(values(await take({ give: [1, 2] }))).toEqual([1, 2]);
    expect(values(await take({ give: null }))).toEqual([]);
  });

  it('log and delay', async () => {
    const { take, logged, worked } = rig([
      { log: '"got " & n' },
      { delay: { minMs: 10, maxMs: 20 } },
      out,
    ]);
    expect(await take({ n: 3 })).toHaveLength(1);
    expect(logged).toEqual(['got 3']);
    expect(worked[0]).toBeGreaterThanOrEqual(10);
    expect(worked[0]).toBeLessThanOrEqual(20);
  });

  it('fail: every n-th, when something is true, for good', async () => {
    const { take } = rig([{ fail: { every: 2, when: 'bad', message: 'no', isFinal: true } }, out]);
    expect(await take({})).toHaveLength(1);
    await expect(take({})).rejects.toThrow(FinalError);
    await expect(take({ bad: true })).rejects.toThrow('no');
  });
});

describe('call', () => {
  it('asks a service, names its answer, and fails with what it says', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/bad' ? 500 : 200;
      response.end(JSON.stringify({ path: request.url, method: request.method }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const good = rig(
      [{ call: { service: 'shop', path: '/good', as: 'answer' } }, { map: '$answer' }, out],
      {
        endpoints: { shop },
      },
    );
    expect(values(await good.take({}))).toEqual([{ path: '/good', method: 'POST' }]);
    const bad = rig([{ call: { service: 'shop', path: '/bad' } }], { endpoints: { shop } });
    await expect(bad.take({})).rejects.toThrow('500');
    const down = rig([{ call: { service: 'shop' } }]);
    await expect(down.take({})).rejects.toThrow('not up');
  });

  it.each([
    'http://93.184.216.34/',
    'http://0x5db8d822/',
    'ftp://127.0.0.1/',
    'nonsense',
    'http://[2606:2800::1]/',
  ])('does not reach %s', async (url) => {
    await expect(rig([{ call: { url } }]).take({})).rejects.toThrow(FinalError);
  });

  it('knows this machine', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1'].every(isLoopback)).toBe(true);
    expect(['10.0.0.1', '128.0.0.1', '::2', '0.0.0.0'].some(isLoopback)).toBe(false);
  });
});
