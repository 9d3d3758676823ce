/** What the drivers in Node share: the words of driver.ts on stdin and stdout. */
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure, RecordIn, RecordOut } from '../driver.ts';

const longBytes = 200;

// Each word knows its arguments.
// oxlint-disable-next-line typescript/no-explicit-any
type Args = any;
export type Words = Readonly<Record<string, (args: Args) => unknown>>;

/** Answers until stdin ends. */
export async function serve(words: Words, describe: (error: Error) => Failure): Promise<void> {
  const answer = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, op, args } = JSON.parse(line) as { id: number; op: string; args: Args };
    const work = async () => await words[op](args);
    void work().then(
      (result) => answer({ id, result: result ?? null }),
      (error: Error) => answer({ id, error: describe(error) }),
    );
  }
}

export function valueOf({ value, size }: RecordIn): Buffer | null | undefined {
  if (size !== undefined) return Buffer.alloc(size, 'x');
  return value === null || value === undefined ? value : Buffer.from(value);
}

const textOf = (bytes: Buffer | null | undefined) => bytes?.toString() ?? null;

export function toldRecord(
  place: { partition: number; offset: number; timestamp: number },
  key: Buffer | null,
  value: Buffer | null,
  headers: readonly (readonly [string, Buffer | null])[],
): RecordOut {
  const told = {
    ...place,
    key: textOf(key),
    headers: headers.map(([name, it]) => [name, textOf(it)] as const),
  };
  if (value === null || value.length <= longBytes) return { ...told, value: textOf(value) };
  const sha256 = createHash('sha256').update(value).digest('hex');
  return { ...told, size: value.length, sha256 };
}

/** Records that a library pushes, for a test that asks for them. */
export class Queue {
  private records: RecordOut[] = [];
  private failure: Error | undefined;
  private wake = () => {};

  push(record: RecordOut): void {
    this.records.push(record);
    this.wake();
  }

  fail(error: Error): void {
    this.failure = error;
    this.wake();
  }

  clear(): void {
    this.records = [];
  }

  /** `count` records, fewer when that takes too long. */
  async take(count: number, timeoutMs: number): Promise<RecordOut[]> {
    const stop = new AbortController();
    let isLate = false;
    const late = sleep(timeoutMs, undefined, { signal: stop.signal })
      .then(() => (isLate = true))
      .catch(() => false);
    while (this.records.length < count && !isLate && this.failure === undefined) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      await Promise.race([woken, late]);
    }
    stop.abort();
    if (this.failure !== undefined) throw this.failure;
    return this.records.splice(0, count);
  }
}
