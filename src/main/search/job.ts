/** What the threads that go through topics are told, and what they tell. */
import type { TopicDecoders } from '../contract/decoders.ts';
import type { ErrorJson } from '../contract/errors.ts';
import type {
  ExportParams,
  SearchItem,
  SearchParams,
  TailBatch,
  TailParams,
} from '../contract/search.ts';
import type { FollowItem, FollowParams } from '../contract/follow.ts';
import type { DecoderSources } from '../decoders/payload-decoder.ts';
import type { LinkSecurity } from '../explorer/link-security.ts';

/** How a thread reaches the cluster and reads what it finds there. */
export type JobContext = {
  readonly bootstrap: string;
  /** Without functions, which do not cross threads. */
  readonly security: LinkSecurity;
  readonly sources: DecoderSources;
  readonly decoders: TopicDecoders;
};

export type Job =
  | { readonly kind: 'search'; readonly params: SearchParams }
  | { readonly kind: 'tail'; readonly params: TailParams }
  | { readonly kind: 'export'; readonly params: ExportParams; readonly file: string }
  | {
      readonly kind: 'follow';
      readonly params: FollowParams;
      /** Of the topics for which somebody chose them. */
      readonly decoders: ReadonlyMap<string, TopicDecoders>;
    };

export type ExportProgress = { readonly done: number; readonly total: number };
export type ExportResult = { readonly recordCount: number; readonly sizeBytes: number };

/** What each kind of job tells while it runs. */
export type JobItem =
  | { readonly kind: 'search'; readonly item: SearchItem }
  | { readonly kind: 'tail'; readonly batch: TailBatch }
  /** The tail knows the ends: what is sent from now on is seen. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'export'; readonly progress: ExportProgress }
  | { readonly kind: 'exported'; readonly result: ExportResult }
  | { readonly kind: 'follow'; readonly item: FollowItem };

export type ThreadRequest =
  | { readonly type: 'start'; readonly job: Job; readonly context: JobContext }
  | { readonly type: 'stop' };

export type ThreadEvent =
  | { readonly type: 'item'; readonly item: JobItem }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly error: ErrorJson };

/** What a running job holds. */
export type JobRun = {
  readonly signal: AbortSignal;
  readonly tell: (item: JobItem) => void;
};
