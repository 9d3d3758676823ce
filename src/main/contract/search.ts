/** Searching through topics of any size, following them live, and exporting what they hold. */
import type { Message, MessageVisibility, Offsets } from './messages.ts';
import type { TaskStarted } from './tasks.ts';

export const queryFields = ['key', 'value', 'headers'] as const;
export type QueryField = (typeof queryFields)[number];

/**
 * What is looked for. text: occurs in one of the fields; regex: matches one of them; expression:
 * JSONata over `{ key, value, headers, partition, offset, timestamp }` that comes out true.
 */
export type Query = {
  readonly mode: 'text' | 'regex' | 'expression';
  readonly text: string;
  /** For text and regex; absent: all. */
  readonly fields?: readonly QueryField[] | undefined;
  /** For text and regex. */
  readonly isCaseSensitive?: boolean | undefined;
};

/** Which records of a topic: where, when, and what is in them. */
export type Selection = MessageVisibility & {
  readonly topic: string;
  readonly partitions?: readonly number[] | undefined;
  readonly query?: Query | undefined;
  /** The key contains this text. */
  readonly keyText?: string | undefined;
  /** The key is exactly this text. */
  readonly keyIs?: string | undefined;
  /** Records of [fromMs, toMs). */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** At this offset or after it, in each partition. */
  readonly fromOffset?: number | undefined;
};

/** Params of feed `search`; closing the feed cancels the search. */
export type SearchParams = Selection & {
  readonly order: 'oldest' | 'newest';
  /** The search stops after this many hits and says where it would go on. */
  readonly limit: number;
  /** Where an earlier stretch of the same search stopped. */
  readonly resume?: Offsets | undefined;
};

export type PartitionProgress = {
  readonly partition: number;
  /** Offsets looked at and those to be looked at. */
  readonly done: number;
  readonly total: number;
};

export type SearchProgress = {
  readonly phase: 'running' | 'capped' | 'done';
  readonly scannedCount: number;
  readonly scannedBytes: number;
  /** Offsets to be looked at; compacted topics hold fewer records. */
  readonly totalCount: number;
  readonly elapsedMs: number;
  /** Null: not known yet. */
  readonly remainingMs: number | null;
  /** Records over which the expression failed, or that the decoder could not read. */
  readonly failedCount: number;
  /** Why the last one of them failed. */
  readonly problem: string | null;
  readonly partitions: readonly PartitionProgress[];
  /** When capped: pass as `resume`. */
  readonly next: Offsets | null;
};

/** One item of feed `search`. */
export type SearchItem = {
  /** In the order in which they were found: by time within a partition. */
  readonly hits: readonly Message[];
  readonly progress: SearchProgress;
};

/** Params of feed `tail`: new messages from now on. */
export type TailParams = Omit<Selection, 'fromMs' | 'toMs' | 'fromOffset'>;

/** One item of feed `tail`: what came within a quarter of a second. */
export type TailBatch = {
  readonly messages: readonly Message[];
  /** Records that came too fast to show (more than 500 in this quarter of a second). */
  readonly skippedCount: number;
  /** Records that arrived, shown or not, matching or not. */
  readonly arrivedCount: number;
};

export const exportFormats = ['ndjson', 'csv', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export type ExportParams = Selection & {
  readonly format: ExportFormat;
  /** At most this many records; absent: all. */
  readonly limit?: number | undefined;
};

/** A search that is kept under a name. */
export type SavedSearch = {
  readonly name: string;
  /** What follows `?` in the address of the view. */
  readonly address: string;
};

export type SearchApi = {
  /**
   * Writes to a file as a task; its result names the `file` for `/download/` and the `path` on
   * this computer.
   */
  readonly 'messages.export': (params: ExportParams) => TaskStarted;
  readonly 'searches.list': (params: { readonly topic: string }) => readonly SavedSearch[];
  /** One of the same name is replaced. */
  readonly 'searches.save': (
    params: { readonly topic: string } & SavedSearch,
  ) => readonly SavedSearch[];
  readonly 'searches.remove': (params: {
    readonly topic: string;
    readonly name: string;
  }) => readonly SavedSearch[];
};
