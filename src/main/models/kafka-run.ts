/**
 * The workload on real Kafka: a topic, a group for each application, members that join, work,
 * crash and come back in real time, and everything deleted at the end.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaRun, ModelEvent, ReaderName, Workload } from '../contract/models.ts';
import { resetOffsets } from '../explorer/group-changes.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { MessageProducer } from '../explorer/produce.ts';
import { createTopic } from '../explorer/topics.ts';
import {
  attemptsMax,
  isWanted,
  type Message,
  type Reader,
  readersOf,
  sendsOf,
  serverAwayMs,
  workMsOf,
} from '../../scenario/models/workload.ts';
import { cleanUp, patiently } from './clean-up.ts';
import { KafkaMember, type MemberMessage } from './kafka-member.ts';
import { isSettled } from './settled.ts';

/** Our own brokers: what is needed to take one away and bring it back. */
export type BrokerPower = {
  readonly kill: (brokerId: number) => Promise<void>;
  readonly start: (brokerId: number) => Promise<unknown>;
  /** Resolves when it takes part again. */
  readonly whenReady: (brokerId: number) => Promise<unknown>;
};

type KafkaRunOptions = {
  readonly link: KafkaLink;
  /** Null: somebody else's brokers, which nobody kills. */
  readonly power: BrokerPower | null;
  readonly id: string;
  readonly workload: Workload;
  readonly partitionCount: number;
  readonly onChange: (run: KafkaRun) => void;
};

const joinTimeoutMs = 30_000;
const runTimeoutMs = 90_000;
const lookIntervalMs = 50;

export class KafkaRunner {
  readonly #options: KafkaRunOptions;
  readonly #stopping = new AbortController();
  readonly #members = new Map<string, KafkaMember>();
  readonly #producer: MessageProducer;
  #run: KafkaRun;
  #zeroMs = performance.now();
  #eventCount = 0;
  #hasCrashed = false;
  readonly #events: ModelEvent[] = [];
  readonly #tasks: Promise<unknown>[] = [];
  readonly ended: Promise<void>;

  /** Starts at once. */
  constructor(options: KafkaRunOptions) {
    this.#options = options;
    const { id, workload, partitionCount, link } = options;
    this.#producer = new MessageProducer(link);
    const topic = `rivulet-compare-${id}`;
    this.#run = {
      id,
      phase: 'preparing',
      workload: options.power ? workload : { ...workload, serverDownAtMs: null },
      partitionCount,
      replicationFactor: 1,
      topics: [topic, `${topic}-dead`],
      groups: readersOf(workload).map(({ name }) => `${topic}-${name}`),
      startedAtMs: Date.now(),
      events: {},
      killedBroker: null,
      error: null,
      left: [],
    };
    this.ended = this.#live();
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #live(): Promise<void> {
    // Told after the constructor: whoever listens may ask for this run.
    await Promise.resolve();
    this.#change({});
    let error: string | null = null;
    try {
      await this.#prepare();
      await this.#play();
    } catch (thrown) {
      // An environment fault: the cluster did not do what was asked. The run says so and ends.
      if (!this.#isStopping) error = thrown instanceof Error ? thrown.message : String(thrown);
    }
    const phase = error !== null ? 'failed' : this.#isStopping ? 'stopped' : 'done';
    this.#change({ phase: 'cleaning', error });
    this.#stopping.abort();
    const left = await this.#clean();
    this.#change({ phase, left });
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  get #nowMs(): number {
    return Math.round(performance.now() - this.#zeroMs);
  }

  #change(part: Partial<KafkaRun>): void {
    this.#run = { ...this.#run, ...part };
    this.#options.onChange(this.#run);
  }

  #tell(event: Told, atMs = this.#nowMs): void {
    if (this.#isStopping) return;
    const full = { atMs, ...event } as ModelEvent;
    this.#events.push(full);
    const events = { ...this.#run.events, [this.#eventCount]: full };
    this.#eventCount += 1;
    this.#change({ events });
  }

  /** Topics, and everyone who is there from the start, with partitions to read. */
  async #prepare(): Promise<void> {
    const { link, partitionCount } = this.#options;
    const { brokers } = await link.metadata({ isFresh: true });
    const replicationFactor = Math.min(3, brokers.size);
    const [topic = '', dead = ''] = this.#run.topics;
    await createTopic(link, { topic, partitionCount, replicationFactor });
    await createTopic(link, { topic: dead, partitionCount: 1, replicationFactor });
    this.#change({ replicationFactor });
    const early = readersOf(this.#run.workload).filter(({ fromMs }) => fromMs === 0);
    for (const reader of early) for (const name of reader.consumers) this.#join(reader, name);
    await this.#until(() => early.every((reader) => this.#isReady(reader)), joinTimeoutMs);
  }

  #isReady(reader: Reader): boolean {
    const { partitionCount } = this.#options;
    const counts = reader.consumers.map((name) => this.#members.get(name)?.partitionCount ?? 0);
    const sum = counts.reduce((total, count) => total + count, 0);
    const working = counts.filter((count) => count > 0).length;
    return sum === partitionCount && working === Math.min(counts.length, partitionCount);
  }

  async #play(): Promise<void> {
    const { workload } = this.#run;
    this.#zeroMs = performance.now();
    this.#change({ phase: 'running', startedAtMs: Date.now() });
    for (const reader of readersOf(workload)) {
      if (reader.fromMs === 0) for (const name of reader.consumers) this.#tellOf(reader, name, 0);
      else this.#later(reader.fromMs, () => this.#arrive(reader, reader.consumers[0] ?? ''));
    }
    if (workload.replayAtMs !== null) this.#later(workload.replayAtMs, () => this.#replay());
    if (workload.serverDownAtMs !== null) {
      this.#later(workload.serverDownAtMs, () => this.#killLeader());
    }
    this.#tasks.push(this.#sendAll());
    const failed = Promise.all(this.#tasks).then(() => new Promise<never>(() => {}));
    await Promise.race([
      failed,
      this.#until(() => isSettled(workload, this.#events), runTimeoutMs, true),
    ]);
  }

  #later(atMs: number, act: () => Promise<void>): void {
    const task = delay(atMs, undefined, { signal: this.#stopping.signal }).then(act);
    // Waited for by `#play`; a stop rejects what still waits.
    task.catch(() => {});
    this.#tasks.push(task);
  }

  async #sendAll(): Promise<void> {
    const [topic = ''] = this.#run.topics;
    for (const { atMs, ...message } of sendsOf(this.#run.workload)) {
      const waitMs = atMs - this.#nowMs;
      if (waitMs > 0) await delay(waitMs, undefined, { signal: this.#stopping.signal });
      await this.#producer.produce({
        topic,
        key: { text: message.key },
        value: { text: JSON.stringify(message) },
      });
      this.#tell({ kind: 'sent', ...nameOf(message) });
    }
  }

  #join(reader: Reader, name: string): void {
    const { link } = this.#options;
    const [topic = ''] = this.#run.topics;
    const member: KafkaMember = new KafkaMember({
      bootstrap: link.bootstrap,
      security: link.security,
      groupId: `${topic}-${reader.name}`,
      clientId: name,
      topic,
      handle: (message) => this.#handle(reader, name, () => member, message),
    });
    this.#members.set(name, member);
  }

  async #arrive(reader: Reader, name: string): Promise<void> {
    this.#join(reader, name);
    const member = this.#members.get(name);
    const isIn = () => (member?.partitionCount ?? 0) > 0;
    // With more members than partitions it stays without one; it is a member all the same.
    if (reader.consumers.length <= this.#options.partitionCount) {
      await this.#until(isIn, joinTimeoutMs);
    }
    this.#tellOf(reader, name);
  }

  #tellOf({ name: reader }: Reader, consumer: string, atMs = this.#nowMs): void {
    this.#tell({ kind: 'connected', reader, consumer }, atMs);
  }

  async #handle(
    reader: Reader,
    consumer: string,
    member: () => KafkaMember,
    { value }: MemberMessage,
  ): Promise<void> {
    const message = JSON.parse(value.toString()) as Message;
    const { workload } = this.#run;
    const event = { ...nameOf(message), reader: reader.name, consumer };
    const workMs = workMsOf(workload, reader, message);
    this.#tell({ kind: 'delivered', isMarked: false, count: null, ...event });
    this.#tell({ kind: 'started', ...event });
    if (reader.name === 'orders' && message.record === workload.crashRecord && !this.#hasCrashed) {
      this.#hasCrashed = true;
      await delay(workMs / 2);
      return this.#crash(reader, consumer, member());
    }
    await delay(workMs);
    if (reader.name === 'orders' && message.record === workload.poisonRecord) {
      return this.#giveUp(message, event, workMs, member());
    }
    if (!member().isAlive) return;
    this.#tell({ kind: isWanted(reader, message.kind) ? 'done' : 'skipped', ...event });
  }

  /** What Kafka leaves to the application: try again, then put it aside and go on. */
  async #giveUp(
    message: Message,
    event: { readonly record: number; readonly copy: number; readonly reader: ReaderName } & {
      readonly consumer: string;
    },
    workMs: number,
    member: KafkaMember,
  ): Promise<void> {
    this.#tell({ kind: 'failed', ...event });
    for (let attempt = 1; attempt < attemptsMax && member.isAlive; attempt += 1) {
      this.#tell({ kind: 'started', ...event });
      await delay(workMs);
      this.#tell({ kind: 'failed', ...event });
    }
    const [, dead = ''] = this.#run.topics;
    await this.#producer.produce({
      topic: dead,
      key: { text: message.key },
      value: { text: JSON.stringify(message) },
    });
    this.#tell({ kind: 'dead-lettered', reader: event.reader, ...nameOf(message) });
  }

  #crash(reader: Reader, consumer: string, member: KafkaMember): void {
    member.crash();
    this.#members.delete(consumer);
    this.#tell({ kind: 'crashed', reader: reader.name, consumer });
    const { returnAfterMs } = this.#run.workload;
    if (returnAfterMs !== null) this.#later(returnAfterMs, () => this.#arrive(reader, consumer));
  }

  /** The group goes back to the first offset, as `kafka-consumer-groups --reset-offsets` does. */
  async #replay(): Promise<void> {
    const reader = readersOf(this.#run.workload).find(({ name }) => name === 'audit');
    const [topic = ''] = this.#run.topics;
    if (!reader) return;
    await this.#members.get('audit-1')?.leave();
    const groupId = `${topic}-audit`;
    await patiently(() =>
      resetOffsets(this.#options.link, {
        groupId,
        topic,
        target: { to: 'earliest' },
        isDryRun: false,
      }),
    );
    this.#tell({ kind: 'replay-asked', reader: 'audit', isPossible: true });
    await this.#arrive(reader, 'audit-1');
  }

  /** A real kill of the broker that leads partition 0. */
  async #killLeader(): Promise<void> {
    const { link, power } = this.#options;
    const [topic = ''] = this.#run.topics;
    if (!power) return;
    const { topics } = await link.metadata({ isFresh: true });
    const leader = topics.get(topic)?.partitions[0]?.leader ?? -1;
    if (leader < 0) return;
    this.#change({ killedBroker: leader });
    await power.kill(leader);
    this.#tell({ kind: 'server-down' });
    try {
      await delay(serverAwayMs, undefined, { signal: this.#stopping.signal });
    } finally {
      // It comes back whatever becomes of the run. By its policy the supervisor may have been
      // first; then there is nothing to start.
      await power.start(leader).catch(() => power.whenReady(leader));
      this.#tell({ kind: 'server-up' });
    }
  }

  async #until(isTrue: () => boolean, timeoutMs: number, isEnough = false): Promise<void> {
    const deadlineMs = performance.now() + timeoutMs;
    while (!isTrue()) {
      if (performance.now() > deadlineMs) {
        if (isEnough) return;
        throw new Error(`The members did not get their partitions within ${timeoutMs} ms.`);
      }
      await delay(lookIntervalMs, undefined, { signal: this.#stopping.signal });
    }
  }

  /** Answers what could not be deleted. */
  async #clean(): Promise<readonly string[]> {
    const { link } = this.#options;
    await Promise.allSettled(this.#tasks);
    await Promise.allSettled([...this.#members.values()].map((member) => member.leave()));
    await this.#producer.close().catch(() => {});
    return cleanUp(link, this.#run);
  }
}

type Told = ModelEvent extends infer Event
  ? Event extends ModelEvent
    ? Omit<Event, 'atMs'>
    : never
  : never;

function nameOf({ record, copy }: Message) {
  return { record, copy };
}
