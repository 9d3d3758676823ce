import { expect, test } from 'vitest';
import type { ModelEvent, Workload } from '../../../src/main/contract/models.ts';
import { isSettled } from '../../../src/main/models/settled.ts';
import { readersOf, sendsOf, workloadDefault } from '../../../src/scenario/models/workload.ts';

const quiet: Workload = {
  ...workloadDefault,
  recordCount: 3,
  lateAtMs: null,
  crashRecord: null,
  returnAfterMs: null,
  replayAtMs: null,
  poisonRecord: null,
  resentRecord: null,
  serverDownAtMs: null,
};

/** Everybody has done everything. */
function allDone(workload: Workload, atMs = 1_000): readonly ModelEvent[] {
  const sends = sendsOf(workload);
  const name = ({ record, copy }: (typeof sends)[number]) => ({ record, copy });
  return [
    ...sends.map((send): ModelEvent => ({ atMs: send.atMs, kind: 'sent', ...name(send) })),
    ...readersOf(workload).flatMap((reader) =>
      sends.map(
        (send): ModelEvent => ({
          atMs,
          kind: 'done',
          reader: reader.name,
          consumer: reader.consumers[0] ?? '',
          ...name(send),
        }),
      ),
    ),
  ];
}

test('a run is over when everybody has done everything', () => {
  const events = allDone(quiet);
  expect(isSettled(quiet, events)).toBe(true);
  for (const missing of events) {
    expect(
      isSettled(
        quiet,
        events.filter((event) => event !== missing),
      ),
    ).toBe(false);
  }
});

test('what was sent twice has to be done twice', () => {
  const workload = { ...quiet, resentRecord: 1 };
  expect(isSettled(workload, allDone(quiet))).toBe(false);
  expect(isSettled(workload, allDone(workload))).toBe(true);
});

test('the dead letters are an end too', () => {
  const events = allDone(quiet).map((event): ModelEvent => {
    if (event.kind !== 'done' || event.reader !== 'orders' || event.record !== 2) return event;
    const { atMs, record, copy } = event;
    return { atMs, kind: 'dead-lettered', reader: 'orders', record, copy };
  });
  expect(isSettled(quiet, events)).toBe(true);
});

test('after a replay everything has to come once more', () => {
  const workload = { ...quiet, replayAtMs: 500 };
  const asked: ModelEvent = {
    atMs: 2_000,
    kind: 'replay-asked',
    reader: 'audit',
    isPossible: true,
  };
  expect(isSettled(workload, allDone(workload))).toBe(false);
  const before = [...allDone(workload), asked];
  expect(isSettled(workload, before)).toBe(false);
  expect(isSettled(workload, [...before, ...allDone(workload, 3_000)])).toBe(true);
});

test('who crashed has to come back, if it is to', () => {
  const workload = { ...quiet, crashRecord: 1, returnAfterMs: 100 };
  const at = { reader: 'orders', consumer: 'orders-1' } as const;
  const crashed: ModelEvent = { atMs: 10, kind: 'crashed', ...at };
  const back: ModelEvent = { atMs: 200, kind: 'connected', ...at };
  const events = allDone(workload);
  expect(isSettled(workload, events)).toBe(false);
  expect(isSettled(workload, [...events, crashed])).toBe(false);
  expect(isSettled(workload, [...events, crashed, back])).toBe(true);
  expect(isSettled({ ...workload, returnAfterMs: null }, [...events, crashed])).toBe(true);
});

test('the server has to be back, and nobody may be in the middle of something', () => {
  const events = allDone(quiet);
  const down = { ...quiet, serverDownAtMs: 100 };
  expect(isSettled(down, events)).toBe(false);
  expect(isSettled(down, [...events, { atMs: 9, kind: 'server-up' }])).toBe(true);
  const again = { reader: 'orders', consumer: 'orders-2', record: 1, copy: 0 } as const;
  const started: ModelEvent = { atMs: 2_000, kind: 'started', ...again };
  expect(isSettled(quiet, [...events, started])).toBe(false);
  expect(isSettled(quiet, [...events, started, { ...started, kind: 'done' }])).toBe(true);
});
