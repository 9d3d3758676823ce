import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isPolling } from '../../../src/main/explorer/request-pace.ts';
import { Poller } from '../../../src/main/explorer/poller.ts';
import { polled } from '../../../src/main/live/polled.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first read was asked for by a person, the others are polling', async () => {
  const values: boolean[] = [];
  const stop = polled(100, async () => isPolling(), {
    value: (value) => values.push(value),
    failed: () => {},
  });
  await vi.advanceTimersByTimeAsync(250);
  stop();
  expect(values).toEqual([false, true, true]);
});

test.each([true, false])('so it is with a poller that is told so (%s)', async (isFirstAsked) => {
  const looks: boolean[] = [];
  const poller = new Poller({
    intervalMs: () => 100,
    isFirstAsked,
    look: async () => void looks.push(isPolling()),
    failed: () => {},
  });
  poller.wake();
  await vi.advanceTimersByTimeAsync(250);
  poller.close();
  expect(looks).toEqual([!isFirstAsked, true, true]);
});
