/**
 * What requests cost, per API: how many, how large, and where their time went. Fed once per request
 * by the server; nothing here is done per record, and nothing is allocated once an API was used.
 */
import type { RequestMeasures } from '../control.ts';
import { Histogram } from './histogram.ts';

/** One API (Fetch is several: a consumer's, a follower's, the metadata quorum's). */
export class ApiMeter {
  readonly name: string;
  /** In the server before the handler began: behind others of its connection. */
  readonly queue = new Histogram();
  /** In the handler. */
  readonly local = new Histogram();
  /** Waiting for followers, for data, or for the controller. */
  readonly remote = new Histogram();
  /** From the answer's last byte made to the last one taken by the system. */
  readonly send = new Histogram();
  readonly total = new Histogram();
  /** Requests that wait right now. */
  waitingCount = 0;
  private requestCount = 0;
  private bytesIn = 0;
  private bytesOut = 0;
  /** By the protocol's error code. */
  private readonly errors = new Map<number, number>();

  constructor(name: string) {
    this.name = name;
  }

  begun(sizeBytes: number): void {
    this.requestCount++;
    this.bytesIn += sizeBytes;
  }

  answered(sizeBytes: number): void {
    this.bytesOut += sizeBytes;
  }

  failed(errorCode: number): void {
    this.errors.set(errorCode, (this.errors.get(errorCode) ?? 0) + 1);
  }

  /** What happened since the last call; undefined when nothing did. */
  drain(): RequestMeasures | undefined {
    const { requestCount, waitingCount } = this;
    const total = this.total.drain();
    const remote = this.remote.drain();
    const isUsed = requestCount > 0 || waitingCount > 0 || total.length > 0 || remote.length > 0;
    if (!isUsed) return undefined;
    const measures: RequestMeasures = {
      api: this.name,
      requestCount,
      bytesIn: this.bytesIn,
      bytesOut: this.bytesOut,
      waitingCount,
      errors: [...this.errors].flat(),
      total,
      queue: this.queue.drain(),
      local: this.local.drain(),
      remote,
      send: this.send.drain(),
    };
    this.requestCount = 0;
    this.bytesIn = 0;
    this.bytesOut = 0;
    this.errors.clear();
    return measures;
  }
}

/** The APIs used so far. */
export class RequestMeter {
  private readonly byName = new Map<string, ApiMeter>();

  of(name: string): ApiMeter {
    let meter = this.byName.get(name);
    if (!meter) {
      meter = new ApiMeter(name);
      this.byName.set(name, meter);
    }
    return meter;
  }

  drain(): RequestMeasures[] {
    return [...this.byName.values()].flatMap((meter) => meter.drain() ?? []);
  }
}
