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
};
const defaultOptions: MetadataCacheOptions = { maxBytesBetweenSnapshots: 20 * 1024 * 1024 };

export class MetadataCache {
  private readonly env: Env;
  private readonly log: MetadataLog;
  private readonly options: MetadataCacheOptions;
  private current: MetadataImage = emptyImage;
  private editor: ImageEditor | undefined;
  private isPublishPlanned = false;
  private isOpen = false;
  private readonly listeners: MetadataListener[] = [];
  private readonly waiting = new Set<Waiting>();

  constructor(env: Env, log: MetadataLog, options: Partial<MetadataCacheOptions> = {}) {
    this.env = env;
    this.log = log;
    this.options = { ...defaultOptions, ...options };
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
    if (this.log.bytesSinceSnapshot >= this.options.maxBytesBetweenSnapshots) this.writeSnapshot();
  }

  private onSnapshot({ values, lastOffset, epoch }: LoadedSnapshot): void {
    this.editor = undefined;
    const image = imageOf(values.map(decodeRecord), lastOffset, epoch);
    this.replace(image, wholeDelta(image, this.current));
  }

  private writeSnapshot(): void {
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
