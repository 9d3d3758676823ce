import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ClusterEvent } from '../../../src/main/contract/cluster.ts';
import { openHistory } from '../../../src/main/store/history.ts';
import { migrations } from '../../../src/main/store/migrations.ts';
import { finestResolution } from '../../../src/main/store/spans.ts';
import { TickGatherer } from '../../../src/main/throughput/gather.ts';
import { pointOf } from '../../../src/main/throughput/series.ts';
import type { Tick } from '../../../src/main/throughput/tick.ts';
import { measures, request, stats, topic } from '../throughput/given.ts';

const startMs = 1_800_000_000_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const always = Number.MAX_SAFE_INTEGER;

function open(limits = { days: 7, bytesMax: 1e9 }, dir = ':memory:') {
  const history = openHistory(dir, () => limits);
  onTestFinished(history.close);
  return history;
}

/** Seconds `from` to `to`; the topic gets 10 records in even ones, each request takes about 1 ms. */
function ticks(from: number, to: number): readonly Tick[] {
  const gatherer = new TickGatherer();
  let records = 0;
  const report = (index: number) => {
    records += index % 2 === 0 ? 10 : 0;
    return stats(1, startMs + index * 1000, {
      topics: [topic('orders', records)],
      measures: measures({ requests: [request('Produce', { requestCount: 2, total: [112, 2] })] }),
    });
  };
  gatherer.add(report(from - 1));
  gatherer.take(startMs + (from - 1) * 1000, () => 0);
  return Array.from({ length: to - from + 1 }, (_, at) => {
    gatherer.add(report(from + at));
    return gatherer.take(startMs + (from + at) * 1000, () => 0);
  });
}

const at = (index: number) => startMs + index * 1000;

describe('measured history', () => {
  it('keeps seconds as they were', () => {
    const history = open();
    history.append(ticks(1, 3), [], at(3));
    const points = history.traffic('topic', startMs, at(3), 1);
    expect(points.map(({ atMs }) => atMs)).toEqual([at(1), at(2), at(3)]);
    expect(points.map(({ rates }) => rates['orders']?.recordsIn)).toEqual([
      undefined,
      10,
      undefined,
    ]);
  });

  it('rolls seconds up: averages of rates, sums of histograms', () => {
    const history = open();
    history.append(ticks(1, 25), [], at(25));
    const points = history.traffic('topic', startMs, at(3600), 10);
    expect(points.map(({ atMs }) => atMs)).toEqual([at(10), at(20)]);
    expect(points[0]?.rates['orders']).toMatchObject({ recordsIn: 5, bytesIn: 500 });
    const [first] = history.measures(startMs, at(3600), 10);
    const none = { topics: {}, partitions: {}, clients: {} };
    const tick = { atMs: at(10), brokers: first?.brokers ?? {}, ...none };
    const [p50, , p99, , count] =
      pointOf({ kind: 'latency', api: 'Produce' }, tick).values['total'] ?? [];
    expect(count).toBe(20);
    expect(p50).toBeGreaterThan(0.9);
    expect(p99).toBeLessThan(1.2);
    expect(pointOf({ kind: 'requests' }, tick).values['Produce']?.[0]).toBe(2);
  });

  it('gives the same in one batch as in many', () => {
    const [once, often] = [open(), open()];
    const all = ticks(1, 130);
    once.append(all, [], at(130));
    all.forEach((tick, index) => often.append([tick], [], at(index + 1)));
    for (const resolutionS of [1, 10, 60] as const) {
      const query = [startMs, at(3600), resolutionS] as const;
      expect(often.traffic('topic', ...query)).toEqual(once.traffic('topic', ...query));
      expect(often.measures(...query)).toEqual(once.measures(...query));
    }
    expect(once.traffic('topic', startMs, at(3600), 60)).toHaveLength(2);
  });

  it('forgets seconds after 10 minutes, tens after 6 hours, minutes after the days that are set', () => {
    const limits = { days: 7, bytesMax: 1e9 };
    const history = open(limits);
    const counts = () =>
      ([1, 10, 60] as const).map((step) => history.traffic('broker', 0, always, step).length);
    history.append(ticks(1, 120), [], at(120));
    expect(counts()).toEqual([120, 12, 2]);
    history.append([], [], startMs + 11 * minuteMs);
    expect(counts()).toEqual([60, 12, 2]);
    history.append([], [], startMs + 7 * hourMs);
    expect(counts()).toEqual([0, 0, 2]);
    limits.days = 1;
    history.append([], [], startMs + 25 * hourMs);
    expect(counts()).toEqual([0, 0, 0]);
  });

  it('stays within its size, and gives up the oldest first', () => {
    const bytesMax = 200_000;
    const history = open({ days: 7, bytesMax });
    const template = ticks(1, 600);
    for (let round = 0; round < 12; round++) {
      const shiftMs = round * 600_000;
      const later = template.map((tick) => ({
        ...tick,
        atMs: tick.atMs + shiftMs,
        topics: Object.fromEntries(
          Array.from({ length: 30 }, (_, index) => [
            `topic-${index}`,
            {
              ...(tick.topics['orders'] ?? {
                bytesIn: 0,
                bytesOut: 0,
                recordsIn: 0,
                recordsOut: 0,
              }),
              recordsIn: 1,
            },
          ]),
        ),
      }));
      history.append(later, [], startMs + shiftMs + 600_000);
    }
    const { usedBytes, oldestMs } = history.extent();
    expect(usedBytes).toBeLessThanOrEqual(bytesMax);
    expect(usedBytes).toBeGreaterThan(bytesMax / 10);
    expect(oldestMs).toBeGreaterThan(startMs);
    // The newest second is there.
    expect(history.traffic('topic', 0, always, 1).at(-1)?.atMs).toBe(startMs + 12 * 600_000);
  });

  it('keeps one by one only the busiest names of a second', () => {
    const history = open();
    const [tick] = ticks(2, 2) as [Tick];
    const rates = (recordsIn: number) => ({ bytesIn: 0, bytesOut: 0, recordsIn, recordsOut: 0 });
    const clients = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`c${index}@h`, rates(index + 1)]),
    );
    history.append([{ ...tick, clients }], [], at(2));
    const kept = history.traffic('client', startMs, at(2), 1)[0]?.rates ?? {};
    expect(Object.keys(kept)).toHaveLength(201);
    const sum = Object.values(kept).reduce((total, { recordsIn }) => total + recordsIn, 0);
    expect(sum).toBe((300 * 301) / 2);
    expect(kept['']?.recordsIn).toBe((100 * 101) / 2);
  });

  it('remembers events over a restart', () => {
    const dir = temporary();
    const event = (id: number, atMs: number): ClusterEvent => ({
      id,
      atMs,
      kind: 'topic-created',
      topic: `t${id}`,
    });
    const first = openHistory(dir, () => ({ days: 7, bytesMax: 1e9 }));
    first.append([], [event(1, at(1)), event(2, at(2))], at(2));
    first.close();
    const second = open({ days: 7, bytesMax: 1e9 }, dir);
    // Numbers of events begin anew with each start.
    second.append([], [event(1, at(2))], at(3));
    expect(second.events(startMs, at(9)).map(({ atMs }) => atMs)).toEqual([at(1), at(2), at(2)]);
    expect(second.events(at(1), at(9))).toHaveLength(2);
  });

  it('takes over what a data folder of before has in app.db', () => {
    const dir = temporary();
    const old = new Database(join(dir, 'app.db'));
    old.exec(migrations[0] as string);
    old.exec(
      `INSERT INTO throughput VALUES (60, ${at(60)}, 'tick', '', 0, 0, 0, 0),
         (60, ${at(60)}, 'topic', 'orders', 100, 0, 7, 0)`,
    );
    old.close();
    const history = open({ days: 7, bytesMax: 1e9 }, dir);
    const [point] = history.traffic('topic', startMs, at(3600), 60);
    expect(point?.rates['orders']).toMatchObject({ bytesIn: 100, recordsIn: 7 });
  });

  it.each([
    [5 * minuteMs, 1],
    [9 * minuteMs, 1],
    [hourMs, 10],
    [5 * hourMs, 60],
    [3 * 24 * hourMs, 60],
  ])('answers the last %i ms in steps of %i s', (spanMs, resolutionS) => {
    expect(finestResolution(startMs - spanMs, startMs, startMs)).toBe(resolutionS);
  });
});

function temporary(): string {
  const dir = mkdtempSync(join(tmpdir(), 'rivulet-history-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}
