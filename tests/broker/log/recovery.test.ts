import { describe, expect, it } from 'vitest';
import { at, headersOf } from '../../../src/broker/protocol/record-batch.ts';
import { append, batchOf, dir, filesOf, Machine, markerOf, readAll } from './support.ts';

const small = { segmentBytes: 1000, indexIntervalBytes: 100 };
const firstLog = `${dir}/00000000000000000000.log`;

/** The bytes of a file; it has to be there. */
function contentOf(machine: Machine, path: string): Buffer {
  const content = machine.disk.contentOf(path);
  if (!content) throw new Error(`${path} is missing`);
  return content;
}

describe('a torn tail', () => {
  it('is cut at every byte of the last batch', async () => {
    const machine = new Machine();
    const log = machine.create();
    append(log, 2);
    append(log, 3);
    const whole = contentOf(machine, firstLog);
    append(log, 4);
    const full = contentOf(machine, firstLog);
    for (let sizeBytes = whole.length; sizeBytes < full.length; sizeBytes++) {
      machine.disk.setContent(firstLog, full.subarray(0, sizeBytes));
      const again = machine.reboot();
      expect(again.logEndOffset).toBe(5);
      expect(await readAll(again)).toEqual(whole);
      expect(contentOf(machine, firstLog)).toEqual(whole);
    }
    machine.disk.setContent(firstLog, full);
    expect(machine.reboot().logEndOffset).toBe(9);
  });

  it('is cut where zeros stand for what did not reach the device', () => {
    const machine = new Machine();
    append(machine.create(), 2);
    const whole = contentOf(machine, firstLog);
    for (const zeros of [1, 11, 12, 60, 61, 5000]) {
      machine.disk.setContent(firstLog, Buffer.concat([whole, Buffer.alloc(zeros)]));
      expect(machine.reboot().logEndOffset).toBe(2);
      expect(contentOf(machine, firstLog)).toEqual(whole);
    }
  });

  it('takes the segments behind it along', () => {
    const machine = new Machine();
    const log = machine.create(small);
    while (filesOf(machine, '.log').length < 4) append(log, 1);
    const [, second, third] = filesOf(machine, '.log');
    const bytes = contentOf(machine, `${dir}/${second}`);
    bytes[bytes.length - 1] ^= 1;
    machine.disk.setContent(`${dir}/${second}`, bytes);
    const again = machine.reboot(small);
    expect(filesOf(machine, '.log')).toHaveLength(2);
    expect(again.logEndOffset).toBe(Number.parseInt(third, 10) - 1);
    expect(machine.warnings.join()).toContain('damaged bytes');
  });

  it('is not looked for after an orderly end, nor below the recovery point', async () => {
    const machine = new Machine();
    const log = machine.create(small);
    while (filesOf(machine, '.log').length < 3) append(log, 1);
    await log.flush();
    const end = log.logEndOffset;
    const [first] = filesOf(machine, '.log');
    const bytes = contentOf(machine, `${dir}/${first}`);
    bytes[at.records + 5] ^= 1;
    machine.disk.setContent(`${dir}/${first}`, bytes);
    expect(machine.restart(small).logEndOffset).toBe(end);
    // The orderly end left a checkpoint, so this segment is below the recovery point.
    expect(machine.reboot(small).logEndOffset).toBe(end);
  });
});

describe('indexes', () => {
  it('are built again when missing or insane, with the same rows', async () => {
    const machine = new Machine();
    const log = machine.create({ segmentBytes: 20_000 });
    while (filesOf(machine, '.log').length < 3) append(log, 1, { sizeBytes: 50 });
    const end = log.logEndOffset;
    const before = await readAll(log);
    machine.restart();
    const [name] = filesOf(machine, '.index');
    const path = `${dir}/${name}`;
    const rows = contentOf(machine, path);
    expect(rows.length).toBeGreaterThan(8);
    const swapped = Buffer.concat([rows.subarray(8, 16), rows.subarray(0, 8), rows.subarray(16)]);
    for (const damaged of [undefined, rows.subarray(0, 7), swapped, Buffer.alloc(rows.length)]) {
      if (damaged) machine.disk.setContent(path, damaged);
      else machine.env.disk.remove(path);
      const again = machine.restart();
      expect(again.logEndOffset).toBe(end);
      expect(await readAll(again)).toEqual(before);
      expect(contentOf(machine, path)).toEqual(rows);
    }
  });

  it('of the active segment come back after a kill', async () => {
    const machine = new Machine();
    const log = machine.create({ indexIntervalBytes: 1 });
    for (let count = 0; count < 50; count++) append(log, 1);
    const before = await readAll(log);
    const again = machine.reboot({ indexIntervalBytes: 1 });
    expect(await readAll(again)).toEqual(before);
    expect(contentOf(machine, `${dir}/00000000000000000000.index`).length % 8).toBe(0);
  });
});

describe('leftovers', () => {
  it('of interrupted changes are removed', () => {
    const machine = new Machine();
    append(machine.create(), 1);
    const names = [
      `${dir}/00000000000000000000.log.deleted`,
      `${dir}/00000000000000000005.log.cleaned`,
      `${dir}/leader-epoch-checkpoint.tmp`,
      '/data/orders-1.aa-delete/00000000000000000000.log',
    ];
    for (const path of names) machine.disk.setContent(path, Buffer.from('x'));
    machine.env.disk.makeDirectory('/data/orders-1.aa-delete');
    expect(machine.reboot().logEndOffset).toBe(1);
    for (const path of names) expect(machine.disk.contentOf(path)).toBeUndefined();
  });
});

describe('the start of the log', () => {
  it('survives restarts, also where no record is left', () => {
    const machine = new Machine();
    const log = machine.create();
    append(log, 10);
    log.setHighWatermark(10);
    log.incrementLogStartOffset(4);
    expect(machine.restart()).toMatchObject({ logStartOffset: 4, logEndOffset: 10 });
    machine.log.truncateFullyAndStartAt(25);
    expect(machine.reboot()).toMatchObject({ logStartOffset: 25, logEndOffset: 25 });
    append(machine.log, 1);
    expect(machine.restart()).toMatchObject({ logStartOffset: 25, logEndOffset: 26 });
  });

  it('beyond what a crash left empties the log', () => {
    const machine = new Machine();
    append(machine.create(), 10);
    machine.log.setHighWatermark(10);
    machine.log.incrementLogStartOffset(8);
    machine.restart();
    const content = contentOf(machine, firstLog);
    machine.disk.setContent(firstLog, content.subarray(0, content.length - 1));
    expect(machine.reboot()).toMatchObject({ logStartOffset: 8, logEndOffset: 8 });
    append(machine.log, 1);
    expect(machine.reboot()).toMatchObject({ logStartOffset: 8, logEndOffset: 9 });
  });

  it('of a deleted topic is not that of a new one of the same name', async () => {
    const machine = new Machine();
    append(machine.create(), 10);
    machine.log.setHighWatermark(10);
    machine.log.incrementLogStartOffset(6);
    machine.restart();
    machine.manager.delete('orders', 0);
    append(machine.create(), 3);
    expect(machine.log).toMatchObject({ logStartOffset: 0, logEndOffset: 3, highWatermark: 0 });
    await machine.settle();
    expect(machine.reboot()).toMatchObject({ logStartOffset: 0, logEndOffset: 3 });
  });
});

describe('epochs', () => {
  it('are rebuilt from the batches when the checkpoint is lost or torn', () => {
    const machine = new Machine();
    const log = machine.create();
    log.appendAsLeader(batchOf(2), 1, 'client');
    log.appendAsLeader(batchOf(2), 4, 'client');
    machine.restart();
    const path = `${dir}/leader-epoch-checkpoint`;
    expect(contentOf(machine, path).toString()).toBe('0\n2\n1 0\n4 2\n');
    for (const text of ['', '0\n2\n1 0\n', '0\n2\n1 0\n4 ', 'x']) {
      machine.disk.setContent(path, Buffer.from(text));
      const again = machine.restart();
      expect(again.endOffsetForEpoch(1)).toEqual({ epoch: 1, endOffset: 2 });
      expect(again.latestEpoch).toBe(4);
    }
  });

  it('without records do not survive, as in Kafka', () => {
    const machine = new Machine();
    const log = machine.create();
    log.appendAsLeader(batchOf(2), 1, 'client');
    log.assignEpochStart(6, 2);
    expect(log.latestEpoch).toBe(6);
    expect(machine.restart().latestEpoch).toBe(1);
  });
});

describe('aborted transactions', () => {
  const data = { producerId: 9, producerEpoch: 0, isTransactional: true };

  it('are rows of .txnindex in the layout of Kafka, and are there after a restart', () => {
    const machine = new Machine();
    const log = machine.create();
    append(log, 3, { ...data, baseSequence: 0 });
    log.appendAsLeader(markerOf('abort', 9), 1, 'coordinator');
    const row = contentOf(machine, `${dir}/00000000000000000000.txnindex`);
    expect(row.toString('hex')).toBe(
      '0000' + '0000000000000009' + '0000000000000000' + '0000000000000003' + '0000000000000004',
    );
    const expected = [{ producerId: 9, firstOffset: 0 }];
    expect(log.abortedTransactions(0, 4)).toEqual(expected);
    expect(machine.restart().abortedTransactions(0, 4)).toEqual(expected);
    expect(machine.reboot().abortedTransactions(0, 4)).toEqual(expected);
    expect(machine.log.abortedTransactions(4, 9)).toEqual([]);
  });

  it('are found again when the file is damaged or the segment is recovered', () => {
    const machine = new Machine();
    const log = machine.create(small);
    for (let round = 0; round < 12; round++) {
      append(log, 2, { ...data, baseSequence: round * 2 });
      log.appendAsLeader(markerOf('abort', 9), 1, 'coordinator');
    }
    const names = filesOf(machine, '.txnindex');
    expect(names.length).toBeGreaterThan(1);
    const before = names.map((name) => contentOf(machine, `${dir}/${name}`));
    const expected = log.abortedTransactions(0, 100);
    expect(expected).toHaveLength(12);
    expect(machine.reboot(small).abortedTransactions(0, 100)).toEqual(expected);
    machine.disk.setContent(`${dir}/${names[0]}`, Buffer.from('damaged'));
    expect(machine.restart(small).abortedTransactions(0, 100)).toEqual(expected);
    expect(names.map((name) => contentOf(machine, `${dir}/${name}`))).toEqual(before);
  });

  it('go with a truncation below their marker', () => {
    const machine = new Machine();
    const log = machine.create();
    append(log, 3, { ...data, baseSequence: 0 });
    log.appendAsLeader(markerOf('abort', 9), 1, 'coordinator');
    log.truncateTo(3);
    expect(log.abortedTransactions(0, 9)).toEqual([]);
    expect(log.firstUnstableOffset()).toBe(0);
    expect(filesOf(machine, '.txnindex')).toEqual([]);
  });
});

describe('truncation', () => {
  it('ends the log at the start of the batch that reaches the offset', async () => {
    const log = new Machine().create();
    append(log, 5);
    append(log, 5);
    log.setHighWatermark(10);
    log.truncateTo(7);
    expect(log).toMatchObject({ logEndOffset: 5, highWatermark: 5 });
    append(log, 1);
    expect([...headersOf(await readAll(log))].map(({ baseOffset }) => baseOffset)).toEqual([0, 5]);
  });

  it('below the recovery point is checkpointed before anything can be lost', () => {
    const machine = new Machine();
    const log = machine.create(small);
    while (filesOf(machine, '.log').length < 3) append(log, 1);
    machine.restart(small);
    machine.reboot(small);
    machine.log.truncateTo(2);
    expect(machine.log.recoveryPoint).toBe(2);
    expect(machine.disk.contentOf('/data/recovery-point-offset-checkpoint')?.toString()).toContain(
      'orders 0 2\n',
    );
  });
});
