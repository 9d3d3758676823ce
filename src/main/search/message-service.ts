/**
 * The messages of one cluster: pages and single ones are read here, what has to go through many of
 * them runs in threads.
 */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { murmur2 } from '@platformatic/kafka';
import type { DecodersApi } from '../contract/decoders.ts';
import type { ContractError } from '../contract/errors.ts';
import type { FollowItem, FollowParams } from '../contract/follow.ts';
import type {
  BytesParams,
  BytesSlice,
  KeyPlace,
  MessageFacts,
  MessagesApi,
  PayloadInput,
} from '../contract/messages.ts';
import type { Params } from '../contract/index.ts';
import type { ExportParams, SearchApi } from '../contract/search.ts';
import type { TaskStarted } from '../contract/tasks.ts';
import { PayloadDecoder } from '../decoders/payload-decoder.ts';
import { RegistryClient } from '../decoders/registry.ts';
import { batchFacts, toMessage } from '../decoders/to-message.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { topicOf } from '../explorer/metadata.ts';
import { getRecord, readMessages } from '../explorer/read-messages.ts';
import { plainSecurity } from '../explorer/thread-security.ts';
import type { FeedSource } from '../live/live-hub.ts';
import type { NotesTable } from '../store/notes-table.ts';
import type { Task, TaskBoard } from '../tasks/task-board.ts';
import type { Handlers } from '../transport/rpc.ts';
import { readHistogram } from './histogram.ts';
import type { ExportResult, Job, JobContext, JobItem } from './job.ts';
import { ThreadPool } from './thread-pool.ts';
import { type Seal, TopicNotes } from './topic-notes.ts';

export type MessageServiceOptions = {
  readonly link: KafkaLink;
  readonly notes: NotesTable;
  readonly secrets: Seal;
  readonly tasks: TaskBoard;
  readonly exportsDir: string;
};

type Method = Exclude<keyof MessagesApi, 'messages.produce'> | keyof (DecodersApi & SearchApi);

export class MessageService {
  readonly #options: MessageServiceOptions;
  readonly #notes: TopicNotes;
  readonly #pool = new ThreadPool();
  #decoder: PayloadDecoder | null = null;

  constructor(options: MessageServiceOptions) {
    this.#options = options;
    this.#notes = new TopicNotes(options.notes, options.secrets);
  }

  handlers(): Handlers<Method> {
    const notes = this.#notes;
    const { link } = this.#options;
    return {
      'messages.read': (params) => {
        const decoder = this.#decoderNow();
        const choices = notes.decoders(params.topic);
        return readMessages(link, params, (record) => toMessage(record, decoder, choices));
      },
      'messages.get': (params) => this.#get(params),
      'messages.bytes': (params) => this.#bytes(params),
      'messages.partitionOfKey': ({ topic, key }) => this.#partitionOfKey(topic, key),
      'messages.histogram': (params) => readHistogram(link, params),
      'messages.export': (params) => this.#export(params),
      'decoders.get': ({ topic }) => notes.decoders(topic),
      'decoders.set': ({ topic, ...choice }) => notes.setDecoders(topic, choice),
      'schemas.list': () => ({ files: notes.files(), registry: notes.registry() }),
      'schemas.add': ({ name, base64 }) => this.#changed(notes.addFile(name, base64)),
      'schemas.remove': ({ name }) => {
        notes.removeFile(name);
        return this.#changed(null);
      },
      'schemas.setRegistry': ({ registry }) => this.#changed(notes.setRegistry(registry)),
      'schemas.checkRegistry': () => this.#checkRegistry(),
      'searches.list': ({ topic }) => notes.searches(topic),
      'searches.save': ({ topic, ...search }) => notes.saveSearch(topic, search),
      'searches.remove': ({ topic, name }) => notes.removeSearch(topic, name),
    };
  }

  /** The first reader need not wait for a thread. */
  warm(): void {
    this.#pool.warm();
  }

  readonly tail: FeedSource<'tail'> = (params, sink) => {
    const ready = Promise.withResolvers<void>();
    let isReady = false;
    const stop = this.#run({ kind: 'tail', params }, params.topic, {
      onItem: (item) => {
        if (item.kind === 'tail') sink.items([item.batch]);
        if (item.kind !== 'ready') return;
        isReady = true;
        ready.resolve();
      },
      onEnd: (error) => {
        if (!isReady) return error ? ready.reject(error) : ready.resolve();
        if (error) sink.failed(error);
      },
    });
    return { items: [], ready: ready.promise, stop: ended(ready.resolve, stop) };
  };

  readonly search: FeedSource<'search'> = (params, sink) => {
    const ready = Promise.withResolvers<void>();
    let isReady = false;
    const stop = this.#run({ kind: 'search', params }, params.topic, {
      onItem: (item) => {
        isReady = true;
        ready.resolve();
        if (item.kind === 'search') sink.items([item.item]);
      },
      onEnd: (error) => {
        // What cannot even begin (a wrong expression) is the answer to who opened it.
        if (!isReady) return error ? ready.reject(error) : ready.resolve();
        if (error) sink.failed(error);
      },
    });
    return { items: [], ready: ready.promise, stop: ended(ready.resolve, stop) };
  };

  /** Goes through all topics for one key; answers how to stop. */
  follow(
    params: FollowParams,
    listener: {
      readonly onItem: (item: FollowItem) => void;
      readonly onEnd: (error: ContractError | null) => void;
    },
  ): () => void {
    const job: Job = { kind: 'follow', params, decoders: this.#notes.allDecoders() };
    return this.#run(job, '', {
      onItem: (item) => item.kind === 'follow' && listener.onItem(item.item),
      onEnd: listener.onEnd,
    });
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  #run(
    job: Job,
    topic: string,
    listener: {
      readonly onItem: (item: JobItem) => void;
      readonly onEnd: (error: ContractError | null) => void;
    },
  ): () => void {
    const { link } = this.#options;
    const context: JobContext = {
      bootstrap: link.bootstrap,
      security: plainSecurity(link.security),
      sources: this.#notes.sources(),
      decoders: this.#notes.decoders(topic),
    };
    return this.#pool.run(job, context, listener);
  }

  /** Made when first used, and anew after its sources changed. */
  #decoderNow(): PayloadDecoder {
    this.#decoder ??= new PayloadDecoder(this.#notes.sources());
    return this.#decoder;
  }

  #changed<Value>(value: Value): Value {
    this.#decoder = null;
    return value;
  }

  async #get(params: Params<'messages.get'>): Promise<MessageFacts> {
    const { topic, textMax = Number.POSITIVE_INFINITY, keyDecoder, valueDecoder } = params;
    const record = await getRecord(this.#options.link, params);
    const kept = this.#notes.decoders(topic);
    const choices = { key: keyDecoder ?? kept.key, value: valueDecoder ?? kept.value };
    const message = await toMessage(record, this.#decoderNow(), choices, textMax);
    return { ...message, batch: batchFacts(record.batch) };
  }

  async #bytes({ part, from, length, ...place }: BytesParams): Promise<BytesSlice> {
    const record = await getRecord(this.#options.link, place);
    const bytes = record[part] ?? Buffer.alloc(0);
    const slice = bytes.subarray(from, from + length);
    return { base64: slice.toString('base64'), sizeBytes: bytes.length };
  }

  /** As Kafka's own clients choose it. */
  async #partitionOfKey(topic: string, key: PayloadInput): Promise<KeyPlace> {
    const metadata = await this.#options.link.metadata({ isFresh: true });
    const { partitions } = topicOf(metadata, topic);
    const bytes = 'text' in key ? Buffer.from(key.text) : Buffer.from(key.base64, 'base64');
    return { partition: (murmur2(bytes) & 0x7fffffff) % partitions.length };
  }

  #checkRegistry() {
    const { registry } = this.#notes.sources();
    if (registry) return new RegistryClient(registry).check();
    return { isReachable: false, detail: 'no schema registry is set' } as const;
  }

  #export(params: ExportParams): TaskStarted {
    const { exportsDir, tasks } = this.#options;
    mkdirSync(exportsDir, { recursive: true });
    const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
    const file = join(exportsDir, `${params.topic}-${time}.${params.format}`);
    return tasks.start(
      { kind: 'export-messages', subject: params.topic, unit: 'records' },
      async (task) => {
        const { recordCount, sizeBytes } = await this.#runExport(params, file, task);
        return { file: basename(file), path: file, recordCount, sizeBytes };
      },
    );
  }

  #runExport(params: ExportParams, file: string, task: Task): Promise<ExportResult> {
    return new Promise((resolve, reject) => {
      const stop = this.#run({ kind: 'export', params, file }, params.topic, {
        onItem: (item) => {
          if (item.kind === 'export') task.progress(item.progress.done, item.progress.total);
          if (item.kind === 'exported') resolve(item.result);
        },
        onEnd: (error) => error && reject(error),
      });
      task.signal.addEventListener('abort', () => {
        stop();
        reject(new Error('cancelled'));
      });
    });
  }
}

/** Who waits for the beginning waits no longer either. */
function ended(ready: () => void, stop: () => void): () => void {
  return () => {
    ready();
    stop();
  };
}
