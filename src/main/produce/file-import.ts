/** A file on its way into a topic: chunks come in, messages go out, bad lines are listed. */
import type { Task } from '../tasks/task-board.ts';
import { ContractError, isContractError } from '../contract/errors.ts';
import type { FileParams, Progress } from '../contract/produce.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { CsvMessages } from './csv-messages.ts';
import { FailureList } from './failure-list.ts';
import { lineReader, type LineMessage, type ReadLine } from './line-messages.ts';
import { LineSplitter } from './line-splitter.ts';
import type { OutMessage } from './out-message.ts';
import { Sender } from './sender.ts';

/** Nobody sends any more: the page was closed, or is asleep. */
const silenceMs = 60_000;

export class FileImport {
  readonly failures = new FailureList();
  readonly #params: FileParams;
  readonly #sender: Sender;
  readonly #csv: CsvMessages | null;
  readonly #splitter = new LineSplitter();
  readonly #read: ReadLine | null;
  readonly #task: Task;
  #line = 0;
  #bytes = 0;
  #sentCount = 0;
  #isEnded = false;
  #lastChunkAtMs = Date.now();
  #opened: Promise<void> | null = null;
  #working: Promise<void> = Promise.resolve();
  #done: (error?: ContractError) => void = () => {};

  constructor(link: KafkaLink, params: FileParams, task: Task) {
    this.#params = params;
    this.#task = task;
    const { shape } = params;
    this.#csv = shape.kind === 'csv' ? new CsvMessages(shape) : null;
    this.#read = shape.kind === 'csv' ? null : lineReader(shape);
    this.#sender = new Sender(link, params.topic, params.options, {
      onSent: (messages) => {
        this.#sentCount += messages.length;
      },
      onFailed: (messages, error) => {
        for (const message of messages)
          this.failures.add(message.line, lineOf(message, shape.kind), error);
        // Nothing of the rest would get through either; what is left can go on from here.
        if (isContractError(error, 'cluster-unreachable')) this.#done(error);
      },
    });
  }

  /** Resolves at the end of the file, when all of it is settled. */
  async run(): Promise<void> {
    const { signal } = this.#task;
    const timer = setInterval(() => {
      if (Date.now() - this.#lastChunkAtMs > silenceMs) this.#done(noMoreData());
    }, 1_000);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#done = (error) => (error ? reject(error) : resolve());
        signal.addEventListener('abort', () => reject(new Error('cancelled')));
        this.#opened = this.#sender.open();
        this.#opened.catch(reject);
      });
    } finally {
      clearInterval(timer);
      this.#isEnded = true;
      await this.#sender.flush();
    }
  }

  /** Resolves when there is room for more. */
  async chunk(bytes: Buffer, isLast: boolean): Promise<Progress> {
    this.#lastChunkAtMs = Date.now();
    // Chunks are worked off in the order they came.
    const before = this.#working;
    this.#working = before.then(() => this.#work(bytes, isLast));
    try {
      await this.#working;
    } catch (error) {
      const known = isContractError(error) ? error : internal(error);
      this.#done(known);
      throw known;
    }
    return this.progress;
  }

  get progress(): Progress {
    const failedCount = this.failures.count;
    const lineCount = this.#line;
    return { lineCount, sentCount: this.#sentCount, failedCount };
  }

  async #work(bytes: Buffer, isLast: boolean): Promise<void> {
    if (this.#isEnded) return;
    await this.#opened;
    if (this.#csv) await this.#workCsv(this.#csv, bytes, isLast);
    else {
      for (const line of this.#splitter.push(bytes)) await this.#takeLine(line);
      if (isLast) for (const line of this.#splitter.end()) await this.#takeLine(line);
    }
    this.#bytes += bytes.length;
    this.#task.progress(this.#bytes, this.#params.sizeBytes);
    this.#sender.nudge();
    this.#lastChunkAtMs = Date.now();
    if (!isLast) return;
    await this.#sender.flush();
    this.#done();
  }

  async #workCsv(csv: CsvMessages, bytes: Buffer, isLast: boolean): Promise<void> {
    const rows = [...(await csv.push(bytes)), ...(isLast ? await csv.end() : [])];
    for (const { line, text, message, error } of rows) {
      this.#line = line;
      if (line < this.#params.fromLine) continue;
      if (error) this.failures.add(line, text, error);
      else await this.#send(message, line);
      if (this.#task.signal.aborted) return;
    }
  }

  async #takeLine(line: Buffer): Promise<void> {
    if (this.#task.signal.aborted) return;
    this.#line += 1;
    if (this.#line < this.#params.fromLine || isBlank(line)) return;
    let message: LineMessage;
    try {
      message = (this.#read as ReadLine)(line);
    } catch (error) {
      if (!isContractError(error)) throw error;
      this.failures.add(this.#line, line.toString(), error);
      return;
    }
    await this.#send(message, this.#line);
  }

  async #send(message: LineMessage, line: number): Promise<void> {
    const timestampMs = message.timestampMs ?? Date.now();
    this.#sender.push({ ...message, timestampMs, line });
    if (!this.#sender.hasRoom) await this.#sender.room();
  }
}

/** As a line that can be sent again: the value alone, or a record. */
function lineOf({ key, value, headers }: OutMessage, kind: FileParams['shape']['kind']): string {
  if (kind === 'value') return value?.toString() ?? '';
  return JSON.stringify({
    key: key?.toString() ?? null,
    value: value?.toString() ?? null,
    headers: headers.map(([name, content]) => ({
      name: name.toString(),
      value: content?.toString() ?? null,
    })),
  });
}

const isBlank = (line: Buffer): boolean => line.length === 0 || line.toString().trim() === '';

function noMoreData(): ContractError {
  const data = { action: 'import', timeoutMs: silenceMs };
  return new ContractError('timed-out', data, 'The rest of the file did not come.');
}

function internal(error: unknown): ContractError<'internal'> {
  const detail = error instanceof Error ? error.message : String(error);
  return new ContractError('internal', { detail }, detail);
}
