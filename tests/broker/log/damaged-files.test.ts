import { describe, expect, it } from 'vitest';
import { DataDirError } from '../../../src/broker/log/log-manager.ts';
import { append, batchOf, dir, filesOf, Machine, markerOf, readAll, topicId } from './support.ts';

const small = { segmentBytes: 1500, indexIntervalBytes: 100 };

/** A log of several segments with producers, an aborted transaction and two epochs. */
async function given(): Promise<{ machine: Machine; whole: Buffer; aborted: unknown }> {
  const machine = new Machine();
  const log = machine.create(small);
  machine.manager.start();
  const transaction = { producerId: 7, producerEpoch: 0, isTransactional: true, baseSequence: 0 };
  log.appendAsLeader(batchOf(2, transaction), 1, 'client');
  log.appendAsLeader(markerOf('abort', 7), 1, 'coordinator');
  while (filesOf(machine, '.log').length < 3) append(log, 1, { sizeBytes: 50 });
  log.appendAsLeader(batchOf(1), 4, 'client');
  log.setHighWatermark(log.logEndOffset);
  await log.flush();
  await machine.advance(61_000);
  return { machine, whole: await readAll(log), aborted: log.abortedTransactions(0, 100) };
}

const damages: readonly (readonly [string, (bytes: Buffer) => Buffer | undefined])[] = [
  ['missing', () => undefined],
  ['empty', () => Buffer.alloc(0)],
  ['cut in half', (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2) - 1)],
  ['zeroed', (bytes) => Buffer.alloc(bytes.length)],
  ['flipped at the start', (bytes) => flipped(bytes, 0)],
  ['flipped in the middle', (bytes) => flipped(bytes, bytes.length >> 1)],
  ['flipped at the end', (bytes) => flipped(bytes, bytes.length - 1)],
];

function flipped(bytes: Buffer, position: number): Buffer {
  if (bytes.length > 0) bytes[position] ^= 0x41;
  return bytes;
}

function damage(machine: Machine, path: string, how: (bytes: Buffer) => Buffer | undefined): void {
  const bytes = how(machine.disk.contentOf(path) ?? Buffer.alloc(0));
  if (bytes) machine.disk.setContent(path, bytes);
  else machine.disk.mount().remove(path);
}

const endings = ['restart', 'kill', 'reboot'] as const;

describe.each(endings)('after a %s', (ending) => {
  for (const [what, how] of damages) {
    it.each(['.index', '.timeindex', '.snapshot'])(
      `%s files that are ${what} lose nothing`,
      async (kind) => {
        const { machine, whole, aborted } = await given();
        machine.manager.close({ clean: ending === 'restart', brokerEpoch: 1 });
        for (const name of filesOf(machine, kind)) damage(machine, `${dir}/${name}`, how);
        const log = machine[ending](small);
        expect((await readAll(log)).equals(whole)).toBe(true);
        for (let offset = 0; offset < log.logEndOffset; offset += 3) {
          const read = await log.read(offset, { maxBytes: 1, upperOffset: 1e6, minOneBatch: true });
          expect(read.nextOffset).toBeGreaterThan(offset);
          const first = Number(read.slices[0].readBigInt64BE(0));
          expect(first).toBeLessThanOrEqual(offset);
        }
        expect(log.abortedTransactions(0, 100)).toEqual(aborted);
      },
    );

    it(`a leader-epoch-checkpoint that is ${what} loses nothing`, async () => {
      const { machine, whole } = await given();
      machine.manager.close({ clean: ending === 'restart', brokerEpoch: 1 });
      damage(machine, `${dir}/leader-epoch-checkpoint`, how);
      const log = machine[ending](small);
      expect((await readAll(log)).equals(whole)).toBe(true);
    });

    it.each([
      'recovery-point-offset-checkpoint',
      'replication-offset-checkpoint',
      'log-start-offset-checkpoint',
    ])(`%s that is ${what} loses nothing`, async (name) => {
      const { machine, whole } = await given();
      machine.manager.close({ clean: ending === 'restart', brokerEpoch: 1 });
      damage(machine, `/data/${name}`, how);
      const log = machine[ending](small);
      expect((await readAll(log)).equals(whole)).toBe(true);
      const isTold = machine.warnings.some((text) => text.includes(`${name} is damaged`));
      expect(isTold || what !== 'zeroed').toBe(true);
    });

    it(`a partition.metadata that is ${what} is told, and its topic claims the folder`, async () => {
      const { machine, whole } = await given();
      machine.manager.close({ clean: ending === 'restart', brokerEpoch: 1 });
      damage(machine, `${dir}/partition.metadata`, how);
      machine.warnings = [];
      const log = machine[ending](small);
      expect((await readAll(log)).equals(whole)).toBe(true);
      expect(log.topicId).toBe(topicId);
      const isTold = machine.warnings.some((text) => text.includes('partition.metadata'));
      expect(isTold || what !== 'zeroed').toBe(true);
    });
  }
});

const valuesIn = (bytes: Buffer): string => bytes.toString().replace(/^.*\n/, '');

/** What the folder is refused with. */
function problemWith(action: () => void): string {
  try {
    action();
    return '';
  } catch (error) {
    return error instanceof DataDirError ? error.message : `${String(error)}: of another kind`;
  }
}

describe('meta.properties', () => {
  it.each(damages.slice(1))('that is %s is told and nothing is touched', async (_what, how) => {
    const { machine } = await given();
    machine.manager.close({ clean: true, brokerEpoch: 1 });
    const before = machine.disk.contentOf('/data/meta.properties') as Buffer;
    damage(machine, '/data/meta.properties', how);
    const now = machine.disk.contentOf('/data/meta.properties') as Buffer;
    machine.disk.endProcess();
    // A comment may say anything.
    const isSame = valuesIn(now) === valuesIn(before);
    const refused = /meta.properties is damaged|format|belongs/;
    expect(isSame || refused.test(problemWith(() => machine.boot()))).toBe(true);
    expect(machine.disk.contentOf('/data/meta.properties')).toEqual(now);
  });
});
