/**
 * A foreign client that does what it is told. Each runs in one process around its library, reads
 * one JSON line per request and writes one per answer:
 *
 *   { id, op, args }   ->   { id, result }   or   { id, error: { name, code, message } }
 *
 * `name` is the exception of that client, `code` the error code of the protocol it stands for (-1
 * where it is the client's own). The words and their arguments are the methods below.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Codec } from './client.ts';

export type Text = string | null;

export type RecordIn = {
  readonly partition?: number;
  readonly key?: Text;
  readonly value?: Text;
  /** Instead of a value: so many bytes of `x`. */
  readonly size?: number;
  readonly headers?: readonly (readonly [string, Text])[];
  readonly timestamp?: number;
};

export type RecordOut = {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Text;
  /** Of a value longer than 200 bytes only `size` and `sha256` are told. */
  readonly value?: Text;
  readonly size?: number;
  readonly sha256?: string;
  readonly headers: readonly (readonly [string, Text])[];
};

export type Failure = { readonly name: string; readonly code: number; readonly message: string };
export type Sent =
  | { readonly partition: number; readonly offset: number; readonly error?: undefined }
  | { readonly error: Failure };

export type ProduceArgs = {
  readonly topic: string;
  readonly records: readonly RecordIn[];
  readonly acks?: -1 | 0 | 1;
  readonly idempotent?: boolean;
  readonly codec?: Codec;
  readonly inFlight?: number;
  readonly batchBytes?: number;
  readonly timeoutMs?: number;
};

export type OpenArgs = {
  readonly reader: string;
  readonly topic: string;
  /** Partitions 0 to this; left out in a group. */
  readonly partitions?: number;
  /** An offset in each partition, or where it begins or ends. */
  readonly from?: 'earliest' | 'latest' | number;
  readonly group?: string;
  /** auto.offset.reset */
  readonly reset?: 'earliest' | 'latest';
  readonly isolation?: 'read_committed' | 'read_uncommitted';
  readonly maxPartitionBytes?: number;
  readonly maxBytes?: number;
  readonly rack?: string;
};

/** What a request that failed is rejected with. */
export class DriverError extends Error {
  override readonly name: string;
  readonly code: number;

  constructor({ name, code, message }: Failure) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

const answerTimeoutMs = 40_000;

export class Driver {
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, PromiseWithResolvers<unknown>>();
  private readonly ended: Promise<void>;
  private complaint = '';
  private nextId = 1;
  private isOver = false;

  constructor(command: string, args: readonly string[]) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    createInterface({ input: this.child.stdout! }).on('line', (line) => this.onLine(line));
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.complaint = (this.complaint + chunk.toString()).slice(-4000);
    });
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => (this.complaint += error.message));
      this.child.on('close', () => {
        this.isOver = true;
        for (const { reject } of this.waiting.values()) reject(new Error(this.complaint));
        this.waiting.clear();
        resolve();
      });
    });
  }

  async ask<T>(op: string, args: object = {}): Promise<T> {
    if (this.isOver) throw new Error(`the driver ended\n${this.complaint}`);
    const id = this.nextId++;
    const answer = Promise.withResolvers<unknown>();
    this.waiting.set(id, answer);
    this.child.stdin?.write(`${JSON.stringify({ id, op, args })}\n`);
    const timer = setTimeout(() => {
      answer.reject(new Error(`${op} was not answered in ${answerTimeoutMs} ms${this.complaint}`));
    }, answerTimeoutMs);
    try {
      return (await answer.promise) as T;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(id);
    }
  }

  /** One outcome per record, in order. */
  produce(args: ProduceArgs): Promise<Sent[]> {
    return this.ask('produce', args);
  }

  /** A reader that goes on until `close`; in a group it is a member. */
  open(args: OpenArgs): Promise<void> {
    return this.ask('open', args);
  }

  /** The next `count` records, fewer when that takes too long. */
  take(reader: string, count: number, timeoutMs = 20_000): Promise<RecordOut[]> {
    return this.ask('take', { reader, count, timeoutMs });
  }

  close(reader: string): Promise<void> {
    return this.ask('close', { reader });
  }

  async stop(): Promise<void> {
    this.child.stdin?.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await this.ended;
    clearTimeout(timer);
  }

  private onLine(line: string): void {
    type Answer = { id: number; result?: unknown; error?: Failure };
    if (!line.startsWith('{')) return;
    const { id, result, error } = JSON.parse(line) as Answer;
    const answer = this.waiting.get(id);
    if (error === undefined) answer?.resolve(result);
    else answer?.reject(new DriverError(error));
  }
}
