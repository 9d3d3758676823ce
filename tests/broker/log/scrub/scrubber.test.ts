import { describe, expect, it } from 'vitest';
import { errors } from '../../../../src/broker/protocol/errors.ts';
import { at } from '../../../../src/broker/protocol/record-batch.ts';
import type { Damage } from '../../../../src/broker/log/scrub/scrubber.ts';
import { repairSegment } from '../../../../src/broker/log/scrub/segment-repair.ts';
import { append, batchOf, dir, filesOf, Machine, markerOf, readAll, refusal } from '../support.ts';

const small = { segmentBytes: 1000, indexIntervalBytes: 100 };
const roundMs = 24_000;
const scrubbing = { 'rivulet.log.scrub.interval.ms': String(roundMs) };

type Given = { readonly machine: Machine; readonly damages: Damage[]; readonly whole: Buffer };

/** A log of several closed segments, read whole before anything happens to it. */
async function givenLog(overrides: object = small): Promise<Given> {
  const machine = new Machine(1, scrubbing);
  machine.create(overrides);
  machine.manager.start();
  while (filesOf(machine, '.log').length < 5) append(machine.log, 2);
  const damages: Damage[] = [];
  machine.manager.onDamage((damage) => void damages.push(damage));
  await machine.log.flush();
  return { machine, damages, whole: await readAll(machine.log) };
}

/** Flips one bit of a file, and makes the broker read it from there. */
function flip({ machine }: Given, name: string, position: number): void {
  const path = `${dir}/${name}`;
  const bytes = machine.disk.contentOf(path) as Buffer;
  bytes[position] ^= 4;
  machine.disk.setContent(path, bytes);
}

/** A second life of the broker, so that nothing is read from memory. */
function killed(given: Given, overrides: object = small): Damage[] {
  const damages: Damage[] = [];
  given.machine.kill(overrides);
  given.machine.manager.onDamage((damage) => void damages.push(damage));
  given.machine.manager.start();
  return damages;
}

/** What the leader would answer. */
const leaderOf =
  (whole: Buffer) =>
  (offset: number): Promise<Buffer> => {
    const machine = new Machine();
    const log = machine.create();
    log.appendAsFollower(Buffer.from(whole));
    return readAll(log, offset, 700);
  };

describe('scrubbing', () => {
  it('finds nothing in a sound log', async () => {
    const { machine, damages } = await givenLog();
    await machine.advance(2 * roundMs);
    expect(damages).toEqual([]);
  });

  it('finds a flipped bit and tells segment, offset and file, once', async () => {
    const given = await givenLog();
    const [, second] = filesOf(given.machine, '.log');
    const base = Number.parseInt(second, 10);
    const sizeBytes = batchOf(2).length;
    flip(given, second, sizeBytes + at.records + 3);
    const damages = killed(given);
    await given.machine.advance(3 * roundMs);
    expect(damages).toHaveLength(1);
    expect(damages[0]).toMatchObject({ offset: base + 2, file: `${dir}/${second}` });
    expect(damages[0].segment.baseOffset).toBe(base);
  });

  it.each([
    ['the base offset', at.baseOffset + 6],
    ['the length', at.batchLength + 2],
    ['the format', at.magic],
    ['the checksum', at.crc],
    ['the attributes', at.attributes],
    ['the number of records', at.recordCount + 3],
  ])('finds a flipped bit in %s', async (_what, position) => {
    const given = await givenLog();
    const [, second] = filesOf(given.machine, '.log');
    flip(given, second, batchOf(2).length + position);
    const damages = killed(given);
    await given.machine.advance(2 * roundMs);
    expect(damages.map(({ segment }) => segment.baseOffset)).toEqual([Number.parseInt(second, 10)]);
  });

  it('looks at once where a reader met something', async () => {
    const given = await givenLog();
    const [, second] = filesOf(given.machine, '.log');
    flip(given, second, at.batchLength + 2);
    const damages = killed(given);
    const { log, manager } = given.machine;
    const base = Number.parseInt(second, 10);
    const options = { maxBytes: 100, upperOffset: log.logEndOffset, minOneBatch: true };
    expect(refusal(() => log.read(base + 2, options))).toBe(errors.corruptMessage);
    manager.scrubber.suspect(log, base + 2);
    await given.machine.advance(0);
    expect(damages).toHaveLength(1);
  });

  it('never looks when it is turned off', async () => {
    const machine = new Machine(1, { 'rivulet.log.scrub.interval.ms': '-1' });
    machine.create(small);
    machine.manager.start();
    while (filesOf(machine, '.log').length < 3) append(machine.log, 2);
    await machine.log.flush();
    machine.disk.calls.readBytes = 0;
    await machine.advance(5 * roundMs);
    expect(machine.disk.calls.readBytes).toBeLessThan(1000);
  });

  it('fails the folder when the disk cannot read', async () => {
    const given = await givenLog();
    const problems: unknown[] = [];
    given.machine.manager.onFailure((error) => void problems.push(error));
    given.machine.disk.faults.read = 'io';
    await given.machine.advance(2 * roundMs);
    expect(String(problems[0])).toContain('injected');
  });
});

describe('a repair', () => {
  const positions = Array.from({ length: 60 }, (_, index) => index * 5);

  it.each(positions)('brings back every byte, whichever was damaged: %i', async (position) => {
    const given = await givenLog();
    const [, second] = filesOf(given.machine, '.log');
    flip(given, second, position);
    killed(given);
    const { log, env } = given.machine;
    const segment = log.contents.segments.all[1];
    const source = { fetch: leaderOf(given.whole), isStopped: () => false };
    const endOffset = log.logEndOffset;
    await repairSegment(env, log, segment, source);
    expect(log.logEndOffset).toBe(endOffset);
    expect((await readAll(log)).equals(given.whole)).toBe(true);
    const again = given.machine.reboot(small);
    expect((await readAll(again)).equals(given.whole)).toBe(true);
    expect(filesOf(given.machine).filter((name) => /repair|swap|deleted/.test(name))).toEqual([]);
  });

  it('closes the segment that is written to first', async () => {
    const given = await givenLog();
    const { log, env, disk } = given.machine;
    while (log.contents.segments.active.sizeBytes < 400) append(log, 2);
    const { active } = log.contents.segments;
    const whole = await readAll(log);
    flip(given, active.file.slice(dir.length + 1), at.records + 2);
    await repairSegment(env, log, active, { fetch: leaderOf(whole), isStopped: () => false });
    expect((await readAll(log)).equals(whole)).toBe(true);
    append(log, 1);
    expect(disk.contentOf(active.file)?.equals(whole.subarray(given.whole.length))).toBe(false);
  });

  it('keeps the aborted transactions of the segment', async () => {
    const machine = new Machine();
    const log = machine.create({ ...small, segmentBytes: 400 });
    machine.manager.start();
    const batch = { producerId: 7, producerEpoch: 0, isTransactional: true, baseSequence: 0 };
    log.appendAsLeader(batchOf(2, batch), 1, 'client');
    log.appendAsLeader(markerOf('abort', 7), 1, 'coordinator');
    while (filesOf(machine, '.log').length < 3) append(log, 2);
    const whole = await readAll(log);
    const rows = log.abortedTransactions(0, 3);
    expect(rows).toHaveLength(1);
    const [segment] = log.contents.segments.all;
    flip({ machine, damages: [], whole }, filesOf(machine, '.log')[0], at.records + 1);
    const source = { fetch: leaderOf(whole), isStopped: () => false };
    await repairSegment(machine.env, log, segment, source);
    expect(log.abortedTransactions(0, 3)).toEqual(rows);
    expect(machine.reboot({ ...small, segmentBytes: 400 }).abortedTransactions(0, 3)).toEqual(rows);
  });

  it('does not take a log for damaged that has parted from the leader', async () => {
    const given = await givenLog();
    const { log, env } = given.machine;
    const other = Buffer.from(given.whole);
    const batch = batchOf(2, { sizeBytes: 10, timestampMs: 5 });
    const second = batchOf(2).length;
    batch.writeBigInt64BE(2n, 0);
    batch.writeInt32BE(1, at.leaderEpoch);
    batch.copy(other, second);
    const before = await readAll(log);
    const source = { fetch: leaderOf(other), isStopped: () => false };
    const [segment] = log.contents.segments.all;
    await expect(repairSegment(env, log, segment, source)).rejects.toThrow('is sound, but not');
    expect((await readAll(log)).equals(before)).toBe(true);
    expect(filesOf(given.machine).filter((name) => name.includes('repair'))).toEqual([]);
  });

  it('does not take damaged batches of the leader', async () => {
    const given = await givenLog();
    const { log, env } = given.machine;
    const other = Buffer.from(given.whole);
    other[at.records + 3] ^= 1;
    const fetch = (): Promise<Buffer> => Promise.resolve(other);
    const [segment] = log.contents.segments.all;
    await expect(
      repairSegment(env, log, segment, { fetch, isStopped: () => false }),
    ).rejects.toThrow('damaged, too');
  });

  it('leaves the old segment or the new one when power is lost at any time', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const given = await givenLog();
      const [, second] = filesOf(given.machine, '.log');
      flip(given, second, at.records + 3);
      const damaged = given.machine.disk.contentOf(`${dir}/${second}`) as Buffer;
      killed(given);
      const { log, env, disk } = given.machine;
      const [, segment] = log.contents.segments.all;
      let fetches = 0;
      const fetch = (offset: number): Promise<Buffer> => {
        if (++fetches > seed % 3)
          disk.crash({ next: () => seed / 11, bytes: () => Buffer.alloc(0) });
        return leaderOf(given.whole)(offset);
      };
      await repairSegment(env, log, segment, { fetch, isStopped: () => false }).catch(
        () => undefined,
      );
      disk.crash({ next: () => seed / 11, bytes: () => Buffer.alloc(0) });
      given.machine.boot();
      given.machine.create(small);
      const now = disk.contentOf(`${dir}/${second}`) as Buffer;
      const isOld = now.equals(damaged);
      const from = given.whole.indexOf(damaged.subarray(0, 40));
      expect(isOld || now.equals(given.whole.subarray(from, from + now.length))).toBe(true);
      expect(filesOf(given.machine).filter((name) => /repair|swap/.test(name))).toEqual([]);
    }
  });
});
