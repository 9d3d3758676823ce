/**
 * The log file of a broker's process, from its end on. Lines that come faster than anybody reads
 * are left out and counted; a file that is cut or begun anew is read from its start.
 */
import { open, stat } from 'node:fs/promises';
import type { BrokerLogLine, LogLevel } from '../contract/brokers.ts';

export type LogFollowerOptions = {
  readonly file: string;
  /** Lines to begin with. */
  readonly lastLines: number;
  readonly onLines: (lines: readonly BrokerLogLine[]) => void;
};

const pollMs = 250;
/** One look at the file reads no more; what is before it is skipped. */
const readBytesMax = 256 * 1024;
const linesMaxPerLook = 400;
const endBytesMax = 4 * 1024 * 1024;

/** Answers the last lines; `onLines` gets what is written afterwards, until `stop`. */
export function followLog(options: LogFollowerOptions): {
  readonly first: Promise<readonly BrokerLogLine[]>;
  readonly stop: () => void;
} {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let position = 0;
  let rest = '';
  let number = 0;

  const look = async (countMax: number, isStart: boolean): Promise<readonly BrokerLogLine[]> => {
    const size = await sizeOf(options.file);
    if (size < position) [position, rest] = [0, ''];
    if (size === position) return [];
    const from = Math.max(position, size - readBytesMax);
    const isGap = from > position;
    const bytes = await readRange(options.file, from, size);
    // What lies in a gap is not read, so its lines are not counted one by one.
    const text = isGap ? bytes.slice(bytes.indexOf('\n') + 1) : rest + bytes;
    position = size;
    const lines = text.split('\n');
    rest = lines.pop() ?? '';
    const kept = lines.slice(-countMax);
    const skippedCount = isStart ? 0 : lines.length - kept.length + (isGap ? 1 : 0);
    return kept.map((line, index) => {
      number += 1;
      return { number, ...parseLine(line), skippedCount: index === 0 ? skippedCount : 0 };
    });
  };
  const poll = async (): Promise<void> => {
    const lines = await look(linesMaxPerLook, false);
    if (isStopped) return;
    if (lines.length > 0) options.onLines(lines);
    timer = setTimeout(() => void poll(), pollMs);
  };
  const first = look(options.lastLines, true).finally(() => {
    if (!isStopped) timer = setTimeout(() => void poll(), pollMs);
  });
  return {
    first,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** The end of the file as it is. */
export async function readLogEnd(file: string): Promise<string> {
  const size = await sizeOf(file);
  const text = await readRange(file, Math.max(0, size - endBytesMax), size);
  return size > endBytesMax ? text.slice(text.indexOf('\n') + 1) : text;
}

const form = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([A-Z]+) \[([^\]]*)\] (.*)$/s;
const levels: readonly string[] = ['INFO', 'WARN', 'ERROR'] satisfies LogLevel[];

/** A line of the broker's logger, or whatever else its process wrote. */
export function parseLine(line: string): Omit<BrokerLogLine, 'number' | 'skippedCount'> {
  const [, time = '', level = '', area = '', text = ''] = form.exec(line) ?? [];
  if (!levels.includes(level)) return { atMs: null, level: 'OTHER', area: '', text: line };
  return { atMs: Date.parse(time), level: level as LogLevel, area, text };
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    // Before the first start there is no file.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

async function readRange(file: string, from: number, to: number): Promise<string> {
  if (to <= from) return '';
  const handle = await open(file, 'r');
  try {
    const bytes = Buffer.alloc(to - from);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
