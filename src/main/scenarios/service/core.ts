/** What all parts of a service share in its worker: its place, its conditions, its clients. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceDefinition, TopicDefinition } from '../../../scenario/definition/scenario.ts';
import { groupOf } from '../../../scenario/service-links.ts';
import { traceHeaders } from '../../../scenario/trace.ts';
import { rootMessage } from '../../explorer/kafka-errors.ts';
import { KafkaLink } from '../../explorer/kafka-link.ts';
import type { LinkSecurity } from '../../explorer/link-security.ts';
import { restoreSecurity } from '../../explorer/thread-security.ts';
import { Expressions } from '../expressions/expressions.ts';
import type { OwnFunctions } from '../expressions/scope.ts';
import type { Conditions, RunOptions, WorkerEvent, WorkerOptions } from '../run-messages.ts';
import { dropFromOutbox } from '../state/outbox.ts';
import { isBusy, Store } from '../state/store.ts';
import { Attempts } from './attempts.ts';
import { Counts } from './counts.ts';
import { Gate } from './gate.ts';
import type { Place } from './moment.ts';
import type { Outgoing } from './outgoing.ts';
import { RecordWriter } from './record-writer.ts';
import { Schemas } from './schemas.ts';
import { Sender } from './sender.ts';
import { Telling } from './telling.ts';

export class Core {
  readonly options: RunOptions;
  readonly definition: ServiceDefinition;
  readonly instance: number;
  readonly place: Place;
  readonly group: string;
  readonly security: LinkSecurity;
  readonly schemas: Schemas;
  readonly expressions: Expressions;
  readonly functions: OwnFunctions;
  readonly counts = new Counts();
  readonly gate: Gate;
  readonly telling: Telling;
  readonly stop = new AbortController();
  readonly link: KafkaLink;
  readonly tell: (event: WorkerEvent) => void;
  readonly sender: Sender;
  conditions: Conditions;
  readonly #scenario: string;
  readonly #stores: Store[] = [];
  readonly #links: KafkaLink[] = [];

  constructor(
    { options, service, topics, instance, conditions }: WorkerOptions,
    functions: OwnFunctions,
    tell: (event: WorkerEvent) => void,
  ) {
    this.options = options;
    this.definition = service;
    this.instance = instance;
    this.place = { service: service.name, instance, seed: options.seed };
    this.group = groupOf(service);
    this.security = restoreSecurity(options.security ?? {});
    this.schemas = new Schemas(topics as readonly TopicDefinition[]);
    this.functions = functions;
    this.expressions = new Expressions(functions);
    this.conditions = conditions;
    this.tell = tell;
    this.gate = new Gate(() => tell({ type: 'stepped' }));
    this.gate.setPaused(conditions.isPaused);
    this.telling = new Telling(service.name, instance, tell);
    this.link = this.newLink();
    this.#scenario = /^name:\s*["']?([a-z][a-z0-9-]*)/m.exec(options.source)?.[1] ?? 'scenario';
    this.sender = new Sender(
      this.link,
      new RecordWriter(this.#scenario, service.name),
      {
        onSent: (records, partition, baseOffset) => this.#onSent(records, partition, baseOffset),
        onRefused: (records, error) => this.#onRefused(records, error),
        onTrouble: (error) => this.note(error),
        delay: (delayMs) => this.delay(delayMs),
      },
      this.stop.signal,
    );
  }

  get isStopped(): boolean {
    return this.stop.signal.aborted;
  }

  get clientId(): string {
    return `${this.group}-${this.instance}`;
  }

  setConditions(conditions: Conditions): void {
    this.conditions = conditions;
    this.gate.setPaused(conditions.isPaused);
  }

  /** A connection pool of its own: what waits in it holds nobody else up. */
  newLink(): KafkaLink {
    const link = new KafkaLink(this.options.bootstrap, this.clientId, this.security);
    this.#links.push(link);
    return link;
  }

  /** Things done one after the other, on a connection of their own to the service's database. */
  newAttempts(isStateful: boolean): Attempts {
    const { instance, schemas } = this;
    const service = this.definition.name;
    const store = isStateful ? new Store(this.options.runDir, this.definition) : null;
    if (store) this.#stores.push(store);
    return new Attempts({ instance, service, schemas, store });
  }

  /** Told to people as the service's last trouble. */
  note(error: unknown): void {
    const message = rootMessage(error);
    if (message !== this.counts.lastError) this.telling.log('warn', message);
    this.counts.lastError = message;
  }

  /** Waits, but no longer than the service is up. */
  async delay(delayMs: number): Promise<void> {
    if (this.isStopped || delayMs <= 0) return;
    await sleep(delayMs, undefined, { signal: this.stop.signal }).catch(() => {});
  }

  /** All headers of a record, as the fast way writes them. */
  headersOf(record: Outgoing): Outgoing['headers'] {
    const { traceId, id, parentId, type, key, eventMs, headers, isBare } = record;
    if (isBare) return headers;
    const given = traceHeaders({
      span: { traceId, spanId: id, flags: 1 },
      parentSpanId: parentId,
      scenario: this.#scenario,
      service: this.definition.name,
      type,
      subject: key?.toString() ?? null,
      timeMs: eventMs,
    });
    return [...given, ['content-type', 'application/json'], ...headers];
  }

  /** Sends; what lay in the outbox leaves it when all of it is acknowledged. */
  async send(records: readonly Outgoing[], attempts: Attempts): Promise<boolean> {
    if (!(await this.sender.send(records))) return false;
    await this.forget(records, attempts);
    return true;
  }

  /** These are acknowledged: they leave the outbox. */
  async forget(records: readonly Outgoing[], attempts: Attempts): Promise<void> {
    const { store } = attempts;
    if (!store || !records.some(({ outboxId }) => outboxId !== undefined)) return;
    await untilFree(() => attempts.alone(() => dropFromOutbox(store, records)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
    for (const store of this.#stores) store.close();
  }

  #onSent(records: readonly Outgoing[], partition: number, baseOffset: number | null): void {
    this.counts.outCount += records.length;
    if (baseOffset === null) return;
    for (let index = 0; index < records.length; index += 1) {
      const { topic, key } = records[index] as Outgoing;
      if (!this.telling.wants(topic, 'write')) return;
      this.telling.sample(topic, 'write', { partition, offset: baseOffset + index }, key);
    }
  }

  #onRefused(records: readonly Outgoing[], error: Error): void {
    const [first] = records;
    this.note(error);
    this.telling.log('error', `${first?.topic}: left out, no broker takes it: ${error.message}`);
  }
}

/** Tries again while another instance writes. */
export async function untilFree<Value>(action: () => Promise<Value> | Value): Promise<Value> {
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!isBusy(error)) throw error;
      await sleep(5);
    }
  }
}
