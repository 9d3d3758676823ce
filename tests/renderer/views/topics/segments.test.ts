import { describe, expect, test } from 'vitest';
import type { LogSegment, ReplicaLog } from '../../../../src/main/contract/index.ts';
import {
  axisOf,
  bytesLeft,
  eventsBetween,
  nextDeletion,
  replicasOf,
  stateOf,
  stripOf,
} from '../../../../src/renderer/views/topics/segments.ts';

const segment = (baseOffset: number, more: Partial<LogSegment> = {}): LogSegment => ({
  baseOffset,
  endOffset: baseOffset + 100,
  sizeBytes: 1000,
  files: [],
  firstMs: null,
  largestMs: null,
  isActive: false,
  dueMs: null,
  isTooMuch: false,
  isCleaned: false,
  ...more,
});

const log = (segments: readonly LogSegment[], more: Partial<ReplicaLog> = {}): ReplicaLog => ({
  partition: 0,
  brokerId: 1,
  isFuture: false,
  dir: '',
  logStartOffset: segments[0]?.baseOffset ?? 0,
  logEndOffset: segments.at(-1)?.endOffset ?? 0,
  highWatermark: segments.at(-1)?.endOffset ?? 0,
  sizeBytes: segments.length * 1000,
  segmentCount: segments.length,
  segments,
  otherFiles: [],
  retention: { isDeleting: true, retentionMs: 1000, retentionBytes: -1, nextCheckMs: 5000 },
  compaction: null,
  ...more,
});

describe('the strip', () => {
  test('lies along the offsets that all replicas cover', () => {
    const behind = log([segment(0)]);
    const leader = log([segment(100), segment(200, { isActive: true })]);
    const axis = axisOf([behind, leader]);
    expect(axis).toEqual({ from: 0, to: 300 });
    const strip = stripOf(leader, axis, 0);
    expect(strip.segments.map(({ left, width }) => [left, width])).toEqual([
      [1 / 3, 2 / 3 - 1 / 3],
      [2 / 3, 1 - 2 / 3],
    ]);
    expect(strip.startAt).toBe(1 / 3);
  });

  test('tells states: what goes next outranks the rest', () => {
    expect(stateOf(segment(0, { isActive: true }), 0)).toBe('active');
    expect(stateOf(segment(0, { isActive: true, dueMs: 5 }), 6)).toBe('due');
    expect(stateOf(segment(0, { isCleaned: true, dueMs: 5 }), 4)).toBe('cleaned');
    expect(stateOf(segment(0, { isTooMuch: true }), 0)).toBe('due');
    expect(stateOf(segment(0), 0)).toBe('kept');
  });
});

describe('what goes next', () => {
  test('is the oldest segment once it is old enough, at the next look of the broker', () => {
    const soon = log([segment(0, { dueMs: 4000 }), segment(100)]);
    expect(nextDeletion(soon, 1000)).toMatchObject({ reason: 'time', dueMs: 4000, goesMs: 5000 });
    expect(nextDeletion(soon, 4500)).toMatchObject({ reason: 'time', dueMs: null, goesMs: 5000 });
    const later = log([segment(0, { dueMs: 9000 })]);
    expect(nextDeletion(later, 1000)).toMatchObject({ dueMs: 9000, goesMs: null });
  });

  test('may be too much rather than too old', () => {
    const full = log([segment(0, { isTooMuch: true, dueMs: 9000 })]);
    expect(nextDeletion(full, 0)).toMatchObject({ reason: 'size', dueMs: null });
  });

  test('is nothing where nothing is deleted, or no limit is set', () => {
    const kept = log([segment(0)], {
      retention: { isDeleting: false, retentionMs: 1, retentionBytes: 1, nextCheckMs: 1 },
    });
    expect(nextDeletion(kept, 0)).toBe(null);
    expect(nextDeletion(log([segment(0)]), 0)).toBe(null);
  });

  test('has room until the limit and the oldest segment are exceeded', () => {
    const retention = { isDeleting: true, retentionMs: -1, retentionBytes: 2500, nextCheckMs: 1 };
    expect(bytesLeft(log([segment(0), segment(100)], { retention }))).toBe(1500);
    expect(bytesLeft(log([segment(0)]))).toBe(null);
  });
});

describe('events', () => {
  const kinds = (before: ReplicaLog, after: ReplicaLog) =>
    eventsBetween({ '0/1': before }, { '0/1': after }, 9).map(({ kind, baseOffset }) => [
      kind,
      baseOffset,
    ]);

  test('are a roll and a deletion', () => {
    const before = log([segment(0), segment(100, { isActive: true })]);
    const after = log([segment(100), segment(200, { isActive: true })]);
    expect(kinds(before, after)).toEqual([
      ['deleted', 0],
      ['rolled', 200],
    ]);
    expect(kinds(before, before)).toEqual([]);
  });

  test('are a cleaning, which makes one segment of several', () => {
    const compaction = {
      cleanedOffset: 200,
      cleanableOffset: 200,
      dirtyRatio: 0,
      minDirtyRatio: 0.5,
      isRunning: false,
      isGivenUp: false,
      last: { atMs: 5, bytesRead: 2000, bytesWritten: 700 },
      deleteRetentionMs: 1,
    };
    const before = log([segment(0), segment(100), segment(200, { isActive: true })], {
      compaction: { ...compaction, last: null },
    });
    const after = log([segment(0), segment(200, { isActive: true })], { compaction });
    const [event, ...rest] = eventsBetween({ '0/1': before }, { '0/1': after }, 9);
    expect(event).toMatchObject({ kind: 'cleaned', baseOffset: 200, sizeBytes: 1300 });
    expect(rest).toEqual([]);
  });

  test('of a replica that was not seen before are none', () => {
    expect(eventsBetween({}, { '0/1': log([segment(0)]) }, 9)).toEqual([]);
  });
});

test('the leader’s replica stands first', () => {
  const logs = {
    '0/1': log([], { brokerId: 1 }),
    '0/2': log([], { brokerId: 2 }),
    '1/1': log([], { partition: 1 }),
  };
  expect(replicasOf(logs, 0, 2)).toEqual(['0/2', '0/1']);
});
