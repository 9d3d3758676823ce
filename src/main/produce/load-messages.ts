/** What a load's thread and the application tell each other. */
import type { ErrorJson } from '../contract/errors.ts';
import type { Failures, LoadParams } from '../contract/produce.ts';
import type { LinkSecurity } from '../explorer/link-security.ts';

export type LoadWorkerOptions = {
  readonly bootstrap: string;
  /** Without functions, which cannot go to a thread. */
  readonly security: LinkSecurity;
  readonly params: LoadParams;
};

export type LoadWorkerRequest =
  | { readonly type: 'stop' }
  | { readonly type: 'set-rate'; readonly ratePerS: number | null };

export type LoadCounts = {
  readonly sentCount: number;
  readonly failedCount: number;
  readonly lastError: ErrorJson | null;
};

export type LoadWorkerEvent =
  | ({ readonly type: 'counts' } & LoadCounts)
  | {
      readonly type: 'ended';
      readonly error: ErrorJson | null;
      readonly failures: Failures;
      readonly counts: LoadCounts;
    };
