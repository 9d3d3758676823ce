/** Reading, tailing and producing messages. */
import type { DecodedAs, DecoderChoice } from './decoders.ts';

/** A key, a value or a header's value, decoded as far as its bytes allow. */
export type Payload = {
  /** json: an object or array, sent as such or decoded into it; text: other text; binary: the rest. */
  readonly kind: 'json' | 'text' | 'binary';
  /** The text as it was sent or decoded, or, for `binary`, its bytes in hex. Cut at `payloadTextMax`. */
  readonly text: string;
  /** Of the bytes as they were sent. */
  readonly sizeBytes: number;
  readonly isCut: boolean;
  /** How it was decoded; absent where the bytes are the text. */
  readonly as?: DecodedAs | undefined;
  /** Why the chosen decoder failed; the text is then that of the bytes. */
  readonly problem?: string | undefined;
};

/** What a record is that Kafka wrote for itself. */
export type ControlKind =
  | 'abort'
  | 'commit'
  | 'leader-change'
  | 'snapshot-header'
  | 'snapshot-footer'
  | 'kraft-version'
  | 'kraft-voters'
  | 'unknown';

/** What the batch says that a record came in. */
export type BatchFacts = {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly recordCount: number;
  readonly sizeBytes: number;
  readonly codec: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  readonly leaderEpoch: number;
  readonly isTransactional: boolean;
  /** Null: the producer was not idempotent. */
  readonly producer: {
    readonly id: number;
    readonly epoch: number;
    /** Of the batch's first record. */
    readonly sequence: number;
  } | null;
};

/** Characters of a payload that a page or a tail carries; `messages.get` carries all. */
export const payloadTextMax = 16_384;

export type Message = {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly timestampType: 'create' | 'append';
  readonly key: Payload | null;
  readonly value: Payload | null;
  readonly headers: readonly { readonly name: string; readonly value: Payload | null }[];
  /** Only on Kafka's own records: transaction markers and the like. */
  readonly control?: ControlKind | undefined;
};

/** One message with all that is known of it. */
export type MessageFacts = Message & { readonly batch: BatchFacts };

/** Which records are read besides the ordinary, committed ones. */
export type MessageVisibility = {
  /** Leaves out the records of transactions that are open or were aborted. */
  readonly isCommittedOnly?: boolean | undefined;
  /** Shows transaction markers and other records that Kafka wrote for itself. */
  readonly hasControl?: boolean | undefined;
};

/** Partition -> offset. */
export type Offsets = { readonly [partition: string]: number };

/** `end`: the newest page. `older`, `newer`: the page beside one read before. */
export type ReadFrom =
  | { readonly at: 'beginning' }
  | { readonly at: 'end' }
  | { readonly at: 'offset'; readonly offset: number }
  | { readonly at: 'timestamp'; readonly timestampMs: number }
  | { readonly at: 'older'; readonly than: Offsets }
  | { readonly at: 'newer'; readonly than: Offsets };

export type ReadParams = MessageVisibility & {
  readonly topic: string;
  /** Absent: all. */
  readonly partitions?: readonly number[] | undefined;
  readonly from: ReadFrom;
  readonly limit: number;
};

export type MessagePage = {
  /** By timestamp, then partition, then offset; oldest first. */
  readonly messages: readonly Message[];
  /** Pass to `older` / `newer`; null: nothing there (newer: not yet). */
  readonly older: Offsets | null;
  readonly newer: Offsets | null;
};

/** Text as it is, or bytes in base64. */
export type PayloadInput = { readonly text: string } | { readonly base64: string };

export type ProduceParams = {
  readonly topic: string;
  /** Absent: chosen by the key as Kafka's own clients do, or spread. */
  readonly partition?: number | undefined;
  readonly key?: PayloadInput | null | undefined;
  /** Null: a tombstone. */
  readonly value: PayloadInput | null;
  readonly headers?: readonly { readonly name: string; readonly value: string }[] | undefined;
};

/** One message, by its place. */
export type MessagePlace = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
};

/** Bytes of one part of a message. */
export type BytesParams = MessagePlace & {
  readonly part: 'key' | 'value';
  readonly from: number;
  /** At most `bytesLengthMax`. */
  readonly length: number;
};

export const bytesLengthMax = 1024 * 1024;

export type BytesSlice = { readonly base64: string; readonly sizeBytes: number };

/** Where a key goes by Kafka's murmur2, and its newest messages there. */
export type KeyPlace = { readonly partition: number };

/** How many records each span of time holds. */
export type Histogram = {
  readonly fromMs: number;
  readonly toMs: number;
  /** Records by span, from `fromMs` to `toMs` in equal steps. */
  readonly counts: readonly number[];
};

export type HistogramParams = {
  readonly topic: string;
  readonly partitions?: readonly number[] | undefined;
  /** Absent: from the oldest record to the newest. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
};

export type MessagesApi = {
  readonly 'messages.read': (params: ReadParams) => MessagePage;
  /** One message; its payloads cut at `textMax`, all of them without. */
  readonly 'messages.get': (
    params: MessagePlace & {
      readonly textMax?: number | undefined;
      /** Instead of what the topic's messages are decoded with. */
      readonly keyDecoder?: DecoderChoice | undefined;
      readonly valueDecoder?: DecoderChoice | undefined;
    },
  ) => MessageFacts;
  readonly 'messages.bytes': (params: BytesParams) => BytesSlice;
  readonly 'messages.partitionOfKey': (params: {
    readonly topic: string;
    readonly key: PayloadInput;
  }) => KeyPlace;
  readonly 'messages.histogram': (params: HistogramParams) => Histogram;
  readonly 'messages.produce': (params: ProduceParams) => {
    readonly partition: number;
    readonly offset: number;
  };
};
