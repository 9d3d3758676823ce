import { describe, expect, it } from 'vitest';
import { at } from '../../../src/broker/protocol/record-batch.ts';
import { append, batchOf, dir, filesOf, Machine, markerOf, readAll } from './support.ts';

const firstLog = `${dir}/00000000000000000000.log`;
const saving = { 'rivulet.log.flush.bytes': '32000' };

function started(given: Readonly<Record<string, string>> = saving): Machine {
  const machine = new Machine(1, given);
  machine.create({ indexIntervalBytes: 500 });
  machine.manager.start();
  return machine;
}

describe('a start after a kill', () => {
  it('reads the end of the log only', async () => {
    const machine = started();
    for (let count = 0; count < 1500; count++)
      append(machine.log, 1, {
        sizeBytes: 100,
        producerId: 7,
        producerEpoch: 0,
        baseSequence: count,
      });
    const before = await readAll(machine.log);
    machine.disk.calls.readBytes = 0;
    const log = machine.kill();
    expect(log.logEndOffset).toBe(1500);
    expect(machine.disk.calls.readBytes).toBeLessThan(20_000);
    expect(before.length).toBeGreaterThan(200_000);
    expect((await readAll(log)).equals(before)).toBe(true);
  });

  it('reads all that was not flushed when the machine was started anew', () => {
    const machine = started({});
    for (let count = 0; count < 500; count++) append(machine.log, 1, { sizeBytes: 100 });
    machine.disk.calls.readBytes = 0;
    expect(machine.reboot().logEndOffset).toBe(500);
    expect(machine.disk.calls.readBytes).toBeGreaterThan(50_000);
  });

  it('reads what lies behind the last flush when the machine was started anew', async () => {
    const machine = started();
    for (let count = 0; count < 1500; count++) {
      append(machine.log, 1, {
        sizeBytes: 100,
        producerId: 7,
        producerEpoch: 0,
        baseSequence: count,
      });
      await machine.settle();
    }
    const before = await readAll(machine.log);
    machine.disk.calls.readBytes = 0;
    const log = machine.reboot();
    expect(machine.disk.calls.readBytes).toBeLessThan(90_000);
    expect((await readAll(log)).equals(before)).toBe(true);
    const again = batchOf(1, {
      sizeBytes: 100,
      producerId: 7,
      producerEpoch: 0,
      baseSequence: 1499,
    });
    expect(log.appendAsLeader(again, 1, 'client').isDuplicate).toBe(true);
  });

  it('knows an abort whose row the kill came before', () => {
    const machine = started();
    const transaction = { producerId: 7, producerEpoch: 0, isTransactional: true, baseSequence: 0 };
    machine.log.appendAsLeader(batchOf(2, transaction), 1, 'client');
    machine.log.appendAsLeader(markerOf('abort', 7), 1, 'coordinator');
    machine.log.setHighWatermark(3);
    const expected = machine.log.abortedTransactions(0, 3);
    expect(expected).toHaveLength(1);
    machine.disk.mount().remove(`${dir}/00000000000000000000.txnindex`);
    expect(machine.kill().abortedTransactions(0, 3)).toEqual(expected);
    expect(filesOf(machine, '.txnindex')).toHaveLength(1);
  });

  it('leaves damage within the log to the scrubber, and what is behind it readable', async () => {
    const machine = started();
    for (let count = 0; count < 300; count++) append(machine.log, 1, { sizeBytes: 100 });
    const bytes = machine.disk.contentOf(firstLog) as Buffer;
    bytes[at.records + 20] ^= 1;
    machine.disk.setContent(firstLog, bytes);
    const log = machine.kill();
    expect(log.logEndOffset).toBe(300);
    expect((await readAll(log)).equals(bytes)).toBe(true);
  });

  it('does not rely on a folder that was not sound when this boot began', () => {
    const machine = started({});
    for (let count = 0; count < 300; count++) append(machine.log, 1, { sizeBytes: 100 });
    const bytes = machine.disk.contentOf(firstLog) as Buffer;
    machine.disk.setContent(firstLog, bytes.fill(0, bytes.length / 2));
    machine.disk.reboot();
    // Killed before it was ready: what a power loss left has not been checked yet.
    machine.boot();
    machine.disk.setContent(firstLog, bytes);
    expect(machine.kill().logEndOffset).toBeLessThan(151);
  });

  it('does not rely on a folder whose disk has refused something', () => {
    const machine = started({});
    for (let count = 0; count < 300; count++) append(machine.log, 1, { sizeBytes: 100 });
    machine.manager.onFailure(() => undefined);
    machine.disk.faults.append = 'io';
    expect(() => append(machine.log, 1)).toThrow('injected');
    delete machine.disk.faults.append;
    const bytes = machine.disk.contentOf(firstLog) as Buffer;
    machine.disk.setContent(firstLog, bytes.fill(0, bytes.length / 2, bytes.length / 2 + 100));
    expect(machine.kill().logEndOffset).toBeLessThan(151);
  });
});
