/**
 * One client instance that pushes its metrics: when it may ask and push again, and what it pushed
 * last. Time is an argument; the rules are those of KIP-714.
 */
import { errors } from '../protocol/errors.ts';
import type { ClientMeasures } from '../control.ts';
import type { ClientAttributes, ClientSubscription } from './subscriptions.ts';

export type Push = {
  readonly subscriptionId: number;
  readonly terminating: boolean;
  readonly compressionType: number;
  readonly metrics: Uint8Array;
};

/** A client that has fallen silent is forgotten after this long, or after three intervals. */
const silenceMs = 60_000;
const silentIntervals = 3;

/** After a push that was refused so, a client has to ask before it may push again. */
const asksAnew: readonly number[] = [
  errors.unknownSubscriptionId,
  errors.unsupportedCompressionType,
];

const neverMs = Number.NEGATIVE_INFINITY;

/** Codecs by number: none, gzip, snappy, lz4, zstd. */
const codecCount = 5;

export class ClientInstance {
  readonly client: ClientAttributes;
  /** The connection that spoke for it last. */
  connectionId: string;
  subscription: ClientSubscription;
  /** Of the subscriptions that `subscription` was made from. */
  version: number;
  expiresAtMs = 0;
  /** What it told last of itself; null before that. */
  measures: ClientMeasures | null = null;
  private lastAskedMs = neverMs;
  private lastPushedMs = neverMs;
  private isTerminating = false;
  /** Of its last push. */
  private lastErrorCode: number = errors.none;

  constructor(
    client: ClientAttributes,
    connectionId: string,
    subscription: ClientSubscription,
    version: number,
  ) {
    this.client = client;
    this.connectionId = connectionId;
    this.subscription = subscription;
    this.version = version;
  }

  /** The configs changed: it may ask and push at once, as if it were new. */
  resubscribe(subscription: ClientSubscription, version: number): void {
    this.subscription = subscription;
    this.version = version;
    this.lastAskedMs = neverMs;
    this.lastPushedMs = neverMs;
    this.isTerminating = false;
    this.lastErrorCode = errors.none;
  }

  /** It was heard of. */
  touch(connectionId: string, nowMs: number): void {
    this.connectionId = connectionId;
    const intervalsMs = silentIntervals * this.subscription.intervalMs;
    this.expiresAtMs = nowMs + Math.max(silenceMs, intervalsMs);
  }

  /** Error code of a request for its subscription. */
  ask(nowMs: number): number {
    const lastMs = Math.max(this.lastAskedMs, this.lastPushedMs);
    const isDue = nowMs - lastMs >= this.subscription.intervalMs;
    if (!isDue && !asksAnew.includes(this.lastErrorCode)) return errors.throttlingQuotaExceeded;
    if (isDue) this.lastAskedMs = nowMs;
    this.lastErrorCode = errors.none;
    return errors.none;
  }

  /** Error code of a push, before its content is looked at. */
  push(push: Push, maxBytes: number, nowMs: number): number {
    const errorCode = this.checkPush(push, maxBytes, nowMs);
    this.isTerminating = push.terminating;
    this.lastErrorCode = errorCode;
    return errorCode;
  }

  private checkPush(push: Push, maxBytes: number, nowMs: number): number {
    if (this.isTerminating) return errors.invalidRequest;
    if (!this.mayPush(nowMs) && !push.terminating) return errors.throttlingQuotaExceeded;
    if (push.subscriptionId !== this.subscription.id) return errors.unknownSubscriptionId;
    if (push.compressionType < 0 || push.compressionType >= codecCount) {
      return errors.unsupportedCompressionType;
    }
    return push.metrics.length > maxBytes ? errors.telemetryTooLarge : errors.none;
  }

  /** The first push after a question comes when the client likes: it adds jitter to its interval. */
  private mayPush(nowMs: number): boolean {
    const isFirst = this.lastAskedMs > this.lastPushedMs;
    if (!isFirst && nowMs - this.lastPushedMs < this.subscription.intervalMs) return false;
    this.lastPushedMs = nowMs;
    return true;
  }
}
