/** Writing messages: one, a file of them, made-up ones at a rate, and those that lie elsewhere. */
import type { ErrorJson } from './errors.ts';
import type { MessagePlace, PayloadInput } from './messages.ts';
import type { Codec } from './producers.ts';
import type { TaskStarted } from './tasks.ts';

export type ProduceOptions = {
  /** -1: all in-sync replicas. */
  readonly acks: -1 | 0 | 1;
  readonly compression: Codec;
  /** Written once each, whatever is sent again; needs acks of -1. */
  readonly isIdempotent: boolean;
};

export const produceOptionsDefault: ProduceOptions = {
  acks: -1,
  compression: 'none',
  isIdempotent: true,
};

export type SendParams = {
  readonly topic: string;
  /** Absent: chosen by the key as Kafka's own clients do, or spread. */
  readonly partition?: number | undefined;
  readonly key: PayloadInput | null;
  /** Null: a tombstone. */
  readonly value: PayloadInput | null;
  readonly headers: readonly { readonly name: string; readonly value: PayloadInput | null }[];
  /** Absent: now. */
  readonly timestampMs?: number | undefined;
  readonly options: ProduceOptions;
};

export type Sent = {
  readonly partition: number;
  /** Null with acks=0: the broker does not say. */
  readonly offset: number | null;
};

/**
 * How the lines of a file become messages. `value`: the whole line is the value. `record`: each
 * line is a JSON object with key, value, headers, partition, timestamp. `csv`: a row of columns.
 */
export type FileShape =
  | { readonly kind: 'value'; readonly isJson: boolean }
  | { readonly kind: 'record' }
  | {
      readonly kind: 'csv';
      readonly delimiter: string;
      /** Columns by their names in the first line; null: none, or (of the value) all as JSON. */
      readonly key: string | null;
      readonly value: string | null;
      readonly timestamp: string | null;
      readonly headers: readonly string[];
    };

export type FileParams = {
  readonly topic: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly shape: FileShape;
  /** Lines before it are skipped: an import that stopped goes on from there. Counts from 1. */
  readonly fromLine: number;
  readonly options: ProduceOptions;
};

/** Bytes of the file, in order; the answer comes when there is room for more. */
export type FileChunk = {
  readonly taskId: string;
  readonly base64: string;
  readonly isLast: boolean;
};

export type Progress = {
  /** Lines that have been settled: sent or failed. */
  readonly lineCount: number;
  readonly sentCount: number;
  readonly failedCount: number;
};

/** Something that was to be written and is not. */
export type Failure = {
  /** Its line of a file, or its number in a row of messages; from 1. */
  readonly line: number;
  /** The beginning of what it was. */
  readonly text: string;
  readonly error: ErrorJson;
};

export type Failures = {
  readonly failures: readonly Failure[];
  /** More failed than are kept. */
  readonly totalCount: number;
};

/** Who gets which key. */
export type KeyChoice =
  | { readonly kind: 'none' }
  /** A template of its own for each message. */
  | { readonly kind: 'template'; readonly text: string }
  /** One of `count` keys; `hotSharePercent` of the messages go to the first `hotCount` of them. */
  | {
      readonly kind: 'pool';
      readonly text: string;
      readonly count: number;
      readonly hotCount: number;
      readonly hotSharePercent: number;
    };

/** Text with `{{placeholders}}` that are filled in anew for each message. */
export type MessageTemplate = {
  readonly key: KeyChoice;
  /** Null: tombstones. */
  readonly value: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
};

export type FakeLocale = 'en' | 'ko';

export type TemplateParams = {
  readonly template: MessageTemplate;
  readonly locale: FakeLocale;
  /** Null: other ones each time. */
  readonly seed: number | null;
};

export type LoadParams = TemplateParams & {
  readonly topic: string;
  /** What it is called on screen. */
  readonly name: string;
  /** Null: as fast as it goes. */
  readonly ratePerS: number | null;
  /** Null: until it is stopped. */
  readonly count: number | null;
  readonly options: ProduceOptions;
};

export type MadeMessage = {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
};

/** A template that is there from the start; its name is in the renderer's words (`ready-…`). */
export type ReadyTemplate = {
  readonly id: 'orders' | 'payments' | 'clicks' | 'sensors';
  readonly topic: string;
  readonly template: MessageTemplate;
};

/** A load that runs. */
export type LoadState = {
  readonly topic: string;
  readonly name: string;
  readonly wantedPerS: number | null;
  readonly ratePerS: number;
  readonly sentCount: number;
  readonly failedCount: number;
  readonly startedAtMs: number;
  readonly lastError: ErrorJson | null;
};

/** Stream `loads`: task id -> load, while it runs. */
export type LoadsState = { readonly loads: { readonly [taskId: string]: LoadState } };

/** Where messages are taken from. */
export type RepublishFrom =
  | { readonly kind: 'messages'; readonly places: readonly MessagePlace[] }
  /** All between two offsets of each partition, the second one left out. */
  | {
      readonly kind: 'range';
      readonly topic: string;
      readonly ranges: {
        readonly [partition: string]: { readonly from: number; readonly to: number };
      };
    };

export type RepublishParams = {
  readonly from: RepublishFrom;
  /** `origin`: the topic that a header of the message names, as dead letter queues write it. */
  readonly to: { readonly topic: string } | 'origin';
  readonly isKeyKept: boolean;
  readonly areHeadersKept: boolean;
  readonly isTimestampKept: boolean;
  /** Else the key decides. */
  readonly isPartitionKept: boolean;
  readonly options: ProduceOptions;
};

/** What is known of the way back, before anything is sent. */
export type OriginSummary = {
  /** Topic -> messages that name it. */
  readonly topics: { readonly [topic: string]: number };
  readonly unknownCount: number;
};

export type ProduceApi = {
  readonly 'produce.send': (params: SendParams) => Sent;
  readonly 'produce.openFile': (params: FileParams) => TaskStarted;
  readonly 'produce.fileChunk': (params: FileChunk) => Progress;
  /** What a file, a load or a republishing could not write. */
  readonly 'produce.failures': (params: TaskStarted) => Failures;
  readonly 'produce.readyTemplates': (params: {
    readonly locale: FakeLocale;
  }) => readonly ReadyTemplate[];
  readonly 'produce.preview': (
    params: TemplateParams & { readonly count: number },
  ) => readonly MadeMessage[];
  readonly 'produce.startLoad': (params: LoadParams) => TaskStarted;
  readonly 'produce.setLoadRate': (params: {
    readonly taskId: string;
    readonly ratePerS: number | null;
  }) => null;
  readonly 'produce.origins': (params: {
    readonly places: readonly MessagePlace[];
  }) => OriginSummary;
  readonly 'produce.republish': (params: RepublishParams) => TaskStarted;
};
