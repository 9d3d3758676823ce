/**
 * The image of the committed metadata log on this node, and those who want to know when it changes.
 *
 * Batches are gathered and published together once the log has been replayed up to the high
 * watermark, so that a start does not walk through every leader the past has seen. Subscribers
 * hear nothing before `open`: a broker must not act on an image older than its own registration.
 */
import type { Env } from '../env/env.ts';
import { emptyImage, type MetadataDelta, type MetadataImage } from './image.ts';
import type { CommittedBatch, LoadedSnapshot, MetadataLog } from './metadata-log.ts';
import { decodeRecord, encodeRecord } from './records.ts';
import { ImageEditor, imageOf } from './replay.ts';
import { imageToRecords } from './snapshot-records.ts';

export type MetadataListener = (
  image: MetadataImage,
  delta: MetadataDelta,
  previous: MetadataImage,
) => void;

type Waiting = {
  readonly isMet: (image: MetadataImage) => boolean;
  readonly finish: (isMet: boolean) => void;
};

export type MetadataCacheOptions = {
  /** Record bytes after which a snapshot is written. */
  readonly maxBytesBetweenSnapshots: number;
  /** Time after which one is written when there is anything new; 0 means never. */
  readonly maxSnapshotIntervalMs: number;
};
const defaultOptions: MetadataCacheOptions = {
  maxBytesBetweenSnapshots: 20 * 1024 * 1024,
  maxSnapshotIntervalMs: 3_600_000,
};

/** An election after a crash takes tens of milliseconds; a lost connection alone is forgotten soon. */
const suspicionMs = 500;
/** In which all connections of a process that ended are known to be closed. */
const noticeMs = 10;

export class MetadataCache {
  private readonly env: Env;
  private readonly log: MetadataLog;
  private readonly options: MetadataCacheOptions;
  private current: MetadataImage = emptyImage;
  private editor: ImageEditor | undefined;
  private isPublishPlanned = false;
  private isOpen = false;
  private lastSnapshotMs: number;
  private readonly listeners: MetadataListener[] = [];
  private readonly waiting = new Set<Waiting>();
  private readonly suspects = new Map<number, { brokerEpoch: number; untilMs: number }>();

  constructor(env: Env, log: MetadataLog, options: Partial<MetadataCacheOptions> = {}) {
    this.env = env;
    this.log = log;
    this.options = { ...defaultOptions, ...options };
    this.lastSnapshotMs = env.clock.monotonicMs();
    log.onCommit((batch) => this.onCommit(batch));
    log.onLoadSnapshot((snapshot) => this.onSnapshot(snapshot));
  }

  /** The newest published image. */
  image(): MetadataImage {
    return this.current;
  }

  /** Publishes what has been committed but not published yet; the controller starts from here. */
  publishNow(): MetadataImage {
    this.publish();
    return this.current;
  }

  /** In order of subscription, after each change of topics, brokers or configs. */
  subscribe(listener: MetadataListener): void {
    this.listeners.push(listener);
  }

  /** From now on subscribers are told, first of everything there is. */
  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.tell(wholeDelta(this.current, emptyImage), emptyImage);
  }

  /** Resolves with whether a published image fulfilled the condition in time. */
  waitFor(isMet: (image: MetadataImage) => boolean, timeoutMs: number): Promise<boolean> {
    if (isMet(this.current)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const entry: Waiting = {
        isMet,
        finish: (isFulfilled) => {
          timer.cancel();
          this.waiting.delete(entry);
          resolve(isFulfilled);
        },
      };
      const timer = this.env.clock.setTimer(timeoutMs, () => entry.finish(false));
      this.waiting.add(entry);
    });
  }

  /**
   * A connection to that broker was lost, or its process ended: what the image says of it is
   * doubted for a moment, because its replacement as leader is only milliseconds away.
   */
  suspect(brokerId: number): void {
    const broker = this.current.brokers.get(brokerId);
    if (!broker) return;
    const untilMs = this.env.clock.monotonicMs() + suspicionMs;
    this.suspects.set(brokerId, { brokerEpoch: broker.epoch, untilMs });
  }

  /**
   * The image, once it no longer names a broker that has just been lost. A client that asks for
   * the new leader right after a crash would otherwise be told the old one, and many clients wait
   * a whole second before they ask again.
   */
  async settledImage(): Promise<MetadataImage> {
    // The client may have noticed the loss a moment before this node does.
    await new Promise<void>((resolve) => this.env.clock.setTimer(noticeMs, resolve));
    if (this.suspects.size > 0) {
      await this.waitFor((image) => !this.hasSuspect(image), suspicionMs);
    }
    return this.current;
  }

  private hasSuspect(image: MetadataImage): boolean {
    const nowMs = this.env.clock.monotonicMs();
    for (const [brokerId, { brokerEpoch, untilMs }] of this.suspects) {
      const broker = image.brokers.get(brokerId);
      const isNamed =
        broker?.epoch === brokerEpoch && !broker.isFenced && !broker.inControlledShutdown;
      if (isNamed && nowMs < untilMs) return true;
      this.suspects.delete(brokerId);
    }
    return false;
  }

  /** Ends all waits. */
  close(): void {
    for (const entry of this.waiting) entry.finish(false);
  }

  private onCommit(batch: CommittedBatch): void {
    const editor = this.currentEditor();
    for (const { offset, value } of batch.records) {
      if (batch.isControl) editor.skipTo(offset, batch.epoch);
      else editor.apply(decodeRecord(value), offset, batch.epoch);
    }
    if (this.isPublishPlanned || editor.lastOffset + 1 < this.log.highWatermark) return;
    this.isPublishPlanned = true;
    this.env.clock.defer(() => this.publish());
  }

  private currentEditor(): ImageEditor {
    this.editor ??= new ImageEditor(this.current);
    return this.editor;
  }

  private publish(): void {
    this.isPublishPlanned = false;
    if (!this.editor) return;
    const { image, delta } = this.editor.finish();
    this.editor = undefined;
    this.replace(image, delta);
    if (this.isSnapshotDue()) this.writeSnapshot();
  }

  private onSnapshot({ values, lastOffset, epoch }: LoadedSnapshot): void {
    this.editor = undefined;
    const image = imageOf(values.map(decodeRecord), lastOffset, epoch);
    this.replace(image, wholeDelta(image, this.current));
  }

  /** Asked after each change; an idle log moves all the same (NoOp). */
  private isSnapshotDue(): boolean {
    const { maxBytesBetweenSnapshots, maxSnapshotIntervalMs } = this.options;
    if (this.log.bytesSinceSnapshot >= maxBytesBetweenSnapshots) return true;
    const ageMs = this.env.clock.monotonicMs() - this.lastSnapshotMs;
    return maxSnapshotIntervalMs > 0 && ageMs >= maxSnapshotIntervalMs;
  }

  private writeSnapshot(): void {
    this.lastSnapshotMs = this.env.clock.monotonicMs();
    const { offset, epoch } = this.current;
    this.log.writeSnapshot(imageToRecords(this.current).map(encodeRecord), offset, epoch);
  }

  private replace(image: MetadataImage, delta: MetadataDelta): void {
    const previous = this.current;
    this.current = image;
    if (this.isOpen && !isEmpty(delta)) this.tell(delta, previous);
    for (const entry of this.waiting) if (entry.isMet(image)) entry.finish(true);
  }

  private tell(delta: MetadataDelta, previous: MetadataImage): void {
    const image = this.current;
    for (const listener of this.listeners) listener(image, delta, previous);
  }
}

const isEmpty = (delta: MetadataDelta): boolean =>
  delta.changedTopicIds.size === 0 &&
  delta.deletedTopics.length === 0 &&
  delta.changedBrokerIds.size === 0 &&
  delta.changedConfigs.size === 0;

/** Everything in `image` as changed, and what `previous` had and `image` has not as gone. */
function wholeDelta(image: MetadataImage, previous: MetadataImage): MetadataDelta {
  const deletedTopics = [...previous.topicsById.values()].filter(
    ({ id }) => !image.topicsById.has(id),
  );
  return {
    changedTopicIds: new Set(image.topicsById.keys()),
    deletedTopics,
    changedBrokerIds: new Set([...previous.brokers.keys(), ...image.brokers.keys()]),
    changedConfigs: new Set([...previous.configs.keys(), ...image.configs.keys()]),
  };
}
