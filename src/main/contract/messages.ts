/** Reading, tailing and producing messages. */

/** A key, a value or a header's value, decoded as far as its bytes allow. */
export type Payload = {
  /** json: UTF-8 that parses as an object or array; text: other UTF-8; binary: the rest. */
  readonly kind: 'json' | 'text' | 'binary';
  /** The text as it was sent, or, for `binary`, its bytes in hex. Cut at `payloadTextMax`. */
  readonly text: string;
  readonly sizeBytes: number;
  readonly isCut: boolean;
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

export type MessageFilter = {
  /** The key contains this text. */
  readonly key?: string | undefined;
  /** Key, value or a header contains this text, letter case ignored. */
  readonly text?: string | undefined;
};

export type ReadParams = {
  readonly topic: string;
  /** Absent: all. */
  readonly partitions?: readonly number[] | undefined;
  readonly from: ReadFrom;
  readonly limit: number;
  readonly filter?: MessageFilter | undefined;
};

export type MessagePage = {
  /** By timestamp, then partition, then offset; oldest first. */
  readonly messages: readonly Message[];
  /** Pass to `older` / `newer`; null: nothing there (newer: not yet). */
  readonly older: Offsets | null;
  readonly newer: Offsets | null;
  /** How many records were looked at; a filter stops after 50,000 and says so here. */
  readonly scannedCount: number;
  readonly isScanCut: boolean;
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

/** Params of feed `tail`: new messages from now on. */
export type TailParams = {
  readonly topic: string;
  readonly partitions?: readonly number[] | undefined;
  readonly filter?: MessageFilter | undefined;
};

/** One item of feed `tail`: what came within a quarter of a second. */
export type TailBatch = {
  readonly messages: readonly Message[];
  /** Records that came too fast to show (more than 500 in this quarter of a second). */
  readonly skippedCount: number;
};

export type MessagesApi = {
  readonly 'messages.read': (params: ReadParams) => MessagePage;
  /** One message, whole. */
  readonly 'messages.get': (params: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
  }) => Message;
  readonly 'messages.produce': (params: ProduceParams) => {
    readonly partition: number;
    readonly offset: number;
  };
};
