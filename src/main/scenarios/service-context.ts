/** What the two halves of a service (generating and consuming) share in its worker. */
import * as kafka from '@platformatic/kafka';
import type { Speed } from '../contract/scenarios.ts';
import { rootMessage } from '../explorer/kafka-errors.ts';
import { createProducer, type PlainProducer, sendOnce } from '../explorer/send.ts';
import type { ServiceDefinition } from './definition.ts';
import type { RunOptions, TopicCounts, WorkerCounts } from './run-messages.ts';
import { ServiceStore } from './service-table.ts';

export type Outgoing = { readonly topic: string; readonly key: string; readonly value: string };

const retryDelayMs = 200;
const none: TopicCounts = { inCount: 0, failedCount: 0, retriedCount: 0, deadLetteredCount: 0 };

/** Lives as long as the worker. */
export class ServiceContext {
  readonly options: RunOptions;
  readonly service: ServiceDefinition;
  readonly store: ServiceStore;
  readonly stop = new AbortController();
  speed: Speed;
  /** Nothing new is generated any more. */
  isFinishing = false;
  readonly #producer: PlainProducer;
  readonly #topics = new Map<string, TopicCounts>();
  #outCount = 0;
  #lastError: string | null = null;

  constructor(options: RunOptions, service: ServiceDefinition) {
    this.options = options;
    this.service = service;
    this.speed = options.speed;
    this.store = new ServiceStore(options.runDir, service.name, service.table);
    this.#producer = createProducer(
      options.bootstrap,
      `${service.name}-service`,
      kafka.compatibilityPartitioner,
    );
  }

  get isStopped(): boolean {
    return this.stop.signal.aborted;
  }

  get counts(): WorkerCounts {
    const topics = Object.fromEntries(this.#topics);
    return { outCount: this.#outCount, topics, lastError: this.#lastError };
  }

  /** Adds to one topic's counters. */
  count(topic: string, name: keyof TopicCounts): void {
    const before = this.#topics.get(topic) ?? none;
    this.#topics.set(topic, { ...before, [name]: before[name] + 1 });
  }

  /** Told to people as the service's last trouble. */
  note(error: unknown): void {
    this.#lastError = rootMessage(error);
  }

  /**
   * Resolves when all are acknowledged by all in-sync replicas; tries for as long as the service
   * is up. False: it was stopped before.
   */
  async send(messages: readonly Outgoing[]): Promise<boolean> {
    if (messages.length === 0) return true;
    while (!this.isStopped) {
      if (await this.sendOnce(messages)) return true;
      await this.delay(retryDelayMs);
    }
    return false;
  }

  /** As `send`, but without a second attempt; for the last words of a service being stopped. */
  async sendOnce(messages: readonly Outgoing[]): Promise<boolean> {
    if (messages.length === 0) return true;
    try {
      const batch = messages.map(({ topic, key, value }) => ({
        topic,
        key: Buffer.from(key),
        value: Buffer.from(value),
      }));
      await sendOnce(this.#producer, batch);
      this.#outCount += messages.length;
      return true;
    } catch (error) {
      this.note(error);
      return false;
    }
  }

  /** Waits, but no longer than the service is up. */
  async delay(delayMs: number): Promise<void> {
    if (this.isStopped || delayMs <= 0) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.stop.signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, delayMs);
      this.stop.signal.addEventListener('abort', done);
    });
  }

  async close(): Promise<void> {
    await this.#producer.close().catch(() => {});
    this.store.close();
  }
}
