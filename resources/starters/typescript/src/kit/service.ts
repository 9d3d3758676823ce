/**
 * A service: one consumer group, one producer, one database. Each record is one transaction of the
 * database; what it produces is sent after it, and the offset is committed last. A record that
 * comes again after a crash is handled again: keep that harmless (write with `keep` or `update`).
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import {
  Consumer,
  type Message,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka';
import {
  evaluate,
  evaluateFields,
  evaluateKey,
  evaluateValue,
  type Value,
  type Vars,
} from './expressions.ts';
import { State, type Table } from './state.ts';

export const bootstrap = (process.env['BOOTSTRAP'] ?? '127.0.0.1:9092').split(',');
/** How many times as fast as the drawing says: rates up, delays down. */
export const speed = Number(process.env['SPEED'] ?? 1);

export type Record = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly timestampMs: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: { readonly [name: string]: string };
};
export type Output = {
  readonly topic: string;
  readonly key: string | null;
  readonly value: unknown;
  readonly headers: { readonly [name: string]: string };
  readonly timestampMs?: number | undefined;
};
/** What is at hand while one event is handled. */
export type Context = {
  readonly service: Service;
  readonly record: Record | null;
  vars: Vars;
  readonly outputs: Output[];
};
export type Next = (event: unknown) => Promise<void>;
/** Takes an event and hands on none, one or several. */
export type Block = {
  readonly run: (event: unknown, context: Context, next: Next) => Promise<void>;
  /** Records of other topics that the block needs as well. */
  readonly sides?: (rest: Rest) => readonly Side[];
};
/** The blocks that come after one, for events that begin there. */
export type Rest = (event: unknown, context: Context) => Promise<void>;
export type Side = {
  readonly topic: string;
  readonly run: (event: unknown, context: Context) => Promise<void>;
};
export type Retry = {
  readonly times: number;
  readonly backOffMs?: number;
  readonly factor?: number;
  readonly maxMs?: number;
};
export type Handler = {
  readonly topic: string;
  readonly steps: readonly Block[];
  readonly retry?: Retry;
  readonly deadLetter?: string;
};
export type Generator = {
  readonly topic: string;
  readonly ratePerS: number;
  readonly count?: number;
  readonly entities?: {
    readonly prefix?: string;
    readonly count: number;
    readonly hot?: { readonly count: number; readonly share: number };
  };
  readonly let?: { readonly [name: string]: string };
  readonly key?: string;
  readonly value?: Value;
  readonly headers?: { readonly [name: string]: string };
  readonly timestamp?: string;
  readonly write?: { readonly table: string; readonly row: { readonly [column: string]: string } };
  readonly duplicatePercent?: number;
  readonly lostPercent?: number;
};
export type ServiceOptions = {
  readonly scenario: string;
  readonly name: string;
  readonly group: string;
  /** Where `serve` listens. */
  readonly port?: number;
  readonly tables?: readonly Table[];
  readonly generate?: readonly Generator[];
  readonly consume?: readonly Handler[];
  readonly timers?: readonly {
    readonly name: string;
    readonly everyMs: number;
    readonly steps: readonly Block[];
  }[];
  readonly serve?: readonly {
    readonly path: string;
    readonly steps: readonly Block[];
    readonly reply?: Value;
  }[];
};

/** Trying again is of no use. */
export class FinalError extends Error {}

const retryDefault: Retry = { times: 0 };

export class Service {
  readonly options: ServiceOptions;
  readonly state: State;
  readonly #producer: Producer<string, string, string, string>;
  /** One event after the other: they share one database. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: ServiceOptions) {
    this.options = options;
    this.state = new State(options.name, options.tables ?? []);
    this.#producer = new Producer({
      clientId: options.name,
      bootstrapBrokers: bootstrap,
      serializers: stringSerializers,
      acks: -1,
      idempotent: true,
    });
  }

  async start(): Promise<void> {
    const { consume = [], generate = [], timers = [], serve = [] } = this.options;
    const work: Promise<void>[] = [];
    if (consume.length > 0) work.push(this.#consume(consume));
    for (const generator of generate) work.push(this.#generate(generator));
    for (const { everyMs, steps } of timers) {
      setInterval(() => void this.#once({}, null, steps).catch(this.#told), everyMs / speed);
    }
    if (serve.length > 0) this.#serve();
    await Promise.all(work);
  }

  log(message: string): void {
    console.log(`${new Date().toISOString()} ${this.options.name}: ${message}`);
  }

  readonly #told = (error: unknown): void => {
    this.log(error instanceof Error ? error.message : String(error));
  };

  async #consume(handlers: readonly Handler[]): Promise<void> {
    const byTopic = new Map<string, ((record: Record) => Promise<void>)[]>();
    const add = (topic: string, run: (record: Record) => Promise<void>) =>
      byTopic.set(topic, [...(byTopic.get(topic) ?? []), run]);
    for (const handler of handlers) {
      add(handler.topic, (record) =>
        this.#handle(record, handler, (event, context) => flow(handler.steps)(event, context)),
      );
      for (const side of sidesOf(handler.steps)) {
        add(side.topic, (record) => this.#handle(record, handler, side.run));
      }
    }
    const consumer = new Consumer({
      clientId: this.options.name,
      groupId: this.options.group,
      bootstrapBrokers: bootstrap,
      deserializers: stringDeserializers,
    });
    const stream = await consumer.consume({
      topics: [...byTopic.keys()],
      mode: 'committed',
      fallbackMode: 'earliest',
      autocommit: false,
    });
    for await (const message of stream) {
      const record = recordOf(message);
      for (const run of byTopic.get(record.topic) ?? []) await run(record);
      await message.commit();
    }
  }

  /** Tries as often as it may; a record that fails for good goes to the dead letters. */
  async #handle(record: Record, handler: Handler, run: Rest): Promise<void> {
    const { times, backOffMs = 0, factor = 2, maxMs = 30_000 } = handler.retry ?? retryDefault;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const event = record.value === null ? null : (JSON.parse(record.value) as unknown);
        await this.#inTurn(record, (context) => run(event, context));
        return;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (attempt < times && !(error instanceof FinalError) && !(error instanceof SyntaxError)) {
          await sleep(Math.min(maxMs, backOffMs * factor ** attempt));
          continue;
        }
        this.log(`${record.topic} ${record.partition}@${record.offset} given up: ${reason}`);
        if (handler.deadLetter !== undefined) await this.#bury(record, handler.deadLetter, reason);
        return;
      }
    }
  }

  async #bury(record: Record, topic: string, reason: string): Promise<void> {
    const headers = {
      ...record.headers,
      'dead-letter-reason': reason,
      'dead-letter-topic': record.topic,
      'dead-letter-partition': String(record.partition),
      'dead-letter-offset': record.offset,
    };
    const message = {
      topic,
      headers,
      ...(record.key !== null && { key: record.key }),
      ...(record.value !== null && { value: record.value }),
    };
    await this.#producer.send({ messages: [message] });
  }

  async #once(event: unknown, record: Record | null, steps: readonly Block[]): Promise<void> {
    await this.#inTurn(record, (context) => flow(steps)(event, context));
  }

  /** Runs when its turn comes; what it wants to produce is sent once its rows are kept. */
  async #inTurn(record: Record | null, run: (context: Context) => Promise<void>): Promise<Context> {
    const context: Context = { service: this, record, vars: this.#varsOf(record), outputs: [] };
    const own = this.#turn.then(() => this.state.transaction(() => run(context)));
    this.#turn = own.catch(() => {});
    await own;
    await this.#send(context.outputs, record);
    return context;
  }

  #varsOf(record: Record | null): Vars {
    const vars = { service: this.options.name, instance: Number(process.env['INSTANCE'] ?? 0) };
    if (record === null) return vars;
    const { key, headers, topic, partition, offset, timestampMs } = record;
    return {
      ...vars,
      key,
      headers,
      topic,
      partition,
      offset: Number(offset),
      recordTimeMs: timestampMs,
    };
  }

  async #send(outputs: readonly Output[], cause: Record | null): Promise<void> {
    if (outputs.length === 0) return;
    const messages = outputs.map(({ topic, key, value, headers, timestampMs }) => ({
      topic,
      ...(key !== null && { key }),
      ...(value !== undefined && value !== null && { value: JSON.stringify(value) }),
      headers: { ...this.#traceOf(cause, topic, key, value), ...headers },
      ...(timestampMs !== undefined && { timestamp: BigInt(Math.round(timestampMs)) }),
    }));
    await this.#producer.send({ messages });
  }

  /** W3C trace context and CloudEvents: who follows one order finds every hop. */
  #traceOf(
    cause: Record | null,
    topic: string,
    key: string | null,
    value: unknown,
  ): { [name: string]: string } {
    const parent = /^00-([0-9a-f]{32})-([0-9a-f]{16})-/.exec(cause?.headers['traceparent'] ?? '');
    const traceId = parent?.[1] ?? randomBytes(16).toString('hex');
    const spanId = randomBytes(8).toString('hex');
    const type = (value as { type?: unknown } | null | undefined)?.type;
    return {
      traceparent: `00-${traceId}-${spanId}-01`,
      ...(parent && { tracestate: `rivulet=${parent[2]}` }),
      ce_specversion: '1.0',
      ce_id: spanId,
      ce_source: `/scenarios/${this.options.scenario}/${this.options.name}`,
      ce_type: typeof type === 'string' ? type : topic,
      ce_time: new Date().toISOString(),
      ...(key !== null && { ce_subject: key }),
    };
  }

  async #generate(generator: Generator): Promise<void> {
    const limit = Number(process.env['COUNT'] ?? generator.count ?? Number.POSITIVE_INFINITY);
    for (let sequence = 1; sequence <= limit; sequence += 1) {
      const dueMs = Date.now() + 1000 / (generator.ratePerS * speed);
      await this.#inTurn(null, (context) => makeRecord(generator, sequence, context));
      await sleep(Math.max(0, dueMs - Date.now()));
    }
    this.log(`${limit} records generated for ${generator.topic}`);
  }

  #serve(): void {
    const { serve = [], port = 0 } = this.options;
    const server = createServer(async (request, response) => {
      const endpoint = serve.find(({ path }) => path === request.url?.split('?')[0]);
      if (!endpoint) return void response.writeHead(404).end();
      try {
        const event: unknown = JSON.parse((await bodyOf(request)) || 'null');
        let result: unknown = event;
        const context = await this.#inTurn(null, (own) =>
          flow(endpoint.steps)(event, own, async (last) => void (result = last)),
        );
        const reply =
          endpoint.reply === undefined
            ? result
            : await evaluateValue(endpoint.reply, result, context.vars);
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(reply ?? null));
      } catch (error) {
        response.writeHead(500).end(error instanceof Error ? error.message : String(error));
      }
    });
    server.listen(port, '127.0.0.1', () => this.log(`serves ${JSON.stringify(server.address())}`));
  }
}

/** The blocks one after the other; what the last one hands on goes to `end`. */
export function flow(
  steps: readonly Block[],
): (event: unknown, context: Context, end?: Next) => Promise<void> {
  return (event, context, end = async () => {}) => {
    const at =
      (index: number): Next =>
      (each) => {
        const block = steps[index];
        return block ? block.run(each, context, at(index + 1)) : end(each);
      };
    return at(0)(event);
  };
}

/** Records of other topics that blocks need; `rest` is what comes after all of these steps. */
export function sidesOf(steps: readonly Block[], rest: Rest = async () => {}): readonly Side[] {
  return steps.flatMap(({ sides }, index) => {
    const after = flow(steps.slice(index + 1));
    return sides?.((event, context) => after(event, context, (last) => rest(last, context))) ?? [];
  });
}

async function makeRecord(generator: Generator, sequence: number, context: Context): Promise<void> {
  const { topic, write } = generator;
  context.vars = {
    ...context.vars,
    sequence,
    id: String(sequence).padStart(6, '0'),
    entity: entityOf(generator),
  };
  for (const [name, text] of Object.entries(generator.let ?? {})) {
    context.vars = { ...context.vars, [name]: await evaluate(text, {}, context.vars) };
  }
  const value =
    generator.value === undefined ? {} : await evaluateValue(generator.value, {}, context.vars);
  if (write) {
    const row = await evaluateFields(write.row, value, context.vars);
    context.service.state.write(write.table, row, 'update');
  }
  if (Math.random() * 100 < (generator.lostPercent ?? 0)) return;
  const output = await outputOf({ ...generator, value: undefined }, topic, value, context);
  context.outputs.push(output);
  if (Math.random() * 100 < (generator.duplicatePercent ?? 0)) context.outputs.push(output);
}

function entityOf({ entities }: Generator): string | undefined {
  if (!entities) return undefined;
  const { prefix = '', count, hot } = entities;
  const isHot = hot !== undefined && Math.random() < hot.share;
  const number = 1 + Math.floor(Math.random() * (isHot ? hot.count : count));
  return `${prefix}${number}`;
}

export type RecordParts = {
  readonly key?: string | undefined;
  readonly value?: Value | undefined;
  readonly headers?: { readonly [name: string]: string } | undefined;
  readonly timestamp?: string | undefined;
};

/** A record to be: key, value and headers by their expressions, or as the event is. */
export async function outputOf(
  parts: RecordParts,
  topic: string,
  event: unknown,
  context: Context,
): Promise<Output> {
  const { vars, record } = context;
  const headers = await evaluateFields(parts.headers ?? {}, event, vars);
  return {
    topic,
    key:
      parts.key === undefined ? (record?.key ?? null) : await evaluateKey(parts.key, event, vars),
    value: parts.value === undefined ? event : await evaluateValue(parts.value, event, vars),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, String(value)]),
    ),
    timestampMs:
      parts.timestamp === undefined
        ? undefined
        : Number(await evaluate(parts.timestamp, event, vars)),
  };
}

function recordOf(message: Message<string, string, string, string>): Record {
  const { topic, partition, offset, timestamp, key, value, headers } = message;
  return {
    topic,
    partition,
    offset: String(offset),
    timestampMs: Number(timestamp),
    key: key ?? null,
    value: value ?? null,
    headers: Object.fromEntries(headers),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export function sleep(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}
