import { describe, expect, it } from 'vitest';
import { MemoryDisk } from '../../support/memory-disk.ts';
import { SimRandom } from '../../support/sim-random.ts';

const path = '/data/a';

function written(): {
  memory: MemoryDisk;
  file: ReturnType<ReturnType<MemoryDisk['mount']>['open']>;
} {
  const memory = new MemoryDisk();
  const disk = memory.mount();
  disk.makeDirectory('/data');
  return { memory, file: disk.open(path, { create: true }) };
}

describe('a disk in memory', () => {
  it('loses at a crash what was not synced, but for some of it, the same for the same seed', () => {
    const left = (seed: number): string => {
      const { memory, file } = written();
      file.append([Buffer.from('synced')]);
      file.syncNow();
      file.append([Buffer.from('-not synced')]);
      memory.crash(new SimRandom(seed));
      return memory.contentOf(path)?.toString() ?? '';
    };
    const all = Array.from({ length: 50 }, (_, seed) => left(seed));
    expect(all).toEqual(Array.from({ length: 50 }, (_, seed) => left(seed)));
    for (const content of all)
      expect('synced-not synced'.startsWith(content.replace(/\0+$/, ''))).toBe(true);
    expect(new Set(all).size).toBeGreaterThan(5);
    expect(all.some((content) => content.endsWith('\0'))).toBe(true);
  });

  it('keeps everything when only the process ends; its files and its disk are dead then', () => {
    const { memory, file } = written();
    file.append([Buffer.from('abc')]);
    const disk = memory.mount();
    memory.endProcess();
    expect(() => file.append([Buffer.from('d')])).toThrow('closed');
    expect(() => disk.list('/data')).toThrow('ended');
    expect(memory.mount().readFile(path)?.toString()).toBe('abc');
  });

  it('takes what fits when it is full', () => {
    const { memory, file } = written();
    memory.capacityBytes = 5;
    expect(() => file.append([Buffer.from('abcdefg')])).toThrow('no space');
    expect(memory.contentOf(path)?.toString()).toBe('abcde');
    expect(file.sizeBytes).toBe(0);
  });
});
