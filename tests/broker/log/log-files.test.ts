import { describe, expect, it } from 'vitest';
import { LogFile, LogFiles } from '../../../src/broker/log/log-files.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

function world(openMax: number) {
  let finish: () => void = () => undefined;
  const wait = () => new Promise<void>((resolve) => (finish = resolve));
  const memory = new MemoryDisk({ wait });
  const disk = memory.mount();
  disk.makeDirectory('/data');
  const files = new LogFiles(disk, openMax);
  const given: string[] = [];
  const file = (name: string) =>
    new LogFile(files, `/data/${name}`, 0, () => void given.push(name));
  return { memory, file, given, finish: () => finish() };
}

describe('log files', () => {
  it('beyond the bound close the one used longest ago, which opens again at need', () => {
    const { memory, file, given } = world(2);
    const [a, b, c] = [file('a'), file('b'), file('c')];
    a.append(Buffer.from('one'));
    b.append(Buffer.from('two'));
    a.append(Buffer.from('three'));
    c.append(Buffer.from('four'));
    expect(given).toEqual(['b']);
    expect(memory.openFiles).toBe(2);
    b.append(Buffer.from('five'));
    const target = Buffer.alloc(7);
    expect(b.readSync(target, 0)).toBe(7);
    expect(target.toString()).toBe('twofive');
  });

  it('are not closed below a read on the thread pool', async () => {
    const { memory, file, finish } = world(9);
    const one = file('a');
    one.append(Buffer.from('content'));
    const target = Buffer.alloc(7);
    const read = one.read(target, 0);
    one.close();
    expect(memory.openFiles).toBe(1);
    finish();
    await Promise.resolve();
    // The read looks once more for what is left.
    finish();
    expect(await read).toBe(7);
    expect(memory.openFiles).toBe(0);
  });
});
