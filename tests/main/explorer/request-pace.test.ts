import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  asAsked,
  asPolling,
  isPolling,
  RequestPace,
} from '../../../src/main/explorer/request-pace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** When each of `count` requests was let through. */
async function passages(pace: RequestPace, count: number, spanMs: number): Promise<number[]> {
  const atMs: number[] = [];
  for (let index = 0; index < count; index += 1) {
    void pace.take().then(() => atMs.push(performance.now()));
  }
  await vi.advanceTimersByTimeAsync(spanMs);
  return atMs;
}

describe('a pace', () => {
  it('lets no more than five through in any second, and all of them in the end', async () => {
    const atMs = await passages(new RequestPace(5), 42, 20_000);
    expect(atMs).toHaveLength(42);
    for (const from of atMs) {
      const inSecond = atMs.filter((at) => at >= from && at < from + 1000);
      expect(inSecond.length).toBeLessThanOrEqual(5);
    }
  });

  it('keeps the order in which they came', async () => {
    const pace = new RequestPace(2);
    const order: string[] = [];
    for (const name of ['a', 'b', 'c', 'd', 'e']) void pace.take().then(() => order.push(name));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(order.join('')).toBe('abcde');
  });

  it('lets everybody go when it is closed', async () => {
    const pace = new RequestPace(1);
    const atMs = passages(pace, 4, 0);
    pace.close();
    expect(await atMs).toHaveLength(4);
    await pace.take();
  });
});

describe('what counts as polling', () => {
  it('is everything but what somebody asked for', async () => {
    expect(isPolling()).toBe(true);
    await asAsked(async () => {
      await Promise.resolve();
      expect(isPolling()).toBe(false);
      expect(asPolling(() => isPolling())).toBe(true);
    });
    expect(isPolling()).toBe(true);
  });
});
