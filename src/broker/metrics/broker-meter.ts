/** All that one broker measures of its own work, as the stats message tells it. */
import type { BrokerMeasures } from '../control.ts';
import type { Clock, Disk } from '../env/env.ts';
import { ClientMeter } from './client-meter.ts';
import { DiskMeter } from './disk-meter.ts';
import { RequestMeter } from './request-meter.ts';

/** How full a volume is changes slowly, and asking is a system call. */
const volumeIntervalMs = 5_000;

/** What the process and the replicas know themselves. */
type MeasuredElsewhere = Pick<
  BrokerMeasures,
  'loop' | 'partitions' | 'replicationBytesIn' | 'replicationBytesOut'
>;

export class BrokerMeter {
  readonly clock: Clock;
  readonly requests = new RequestMeter();
  readonly clients: ClientMeter;
  readonly disk: DiskMeter;
  /** From the start of the broker; of clients only. */
  connectionsOpened = 0;
  connectionsClosed = 0;
  private volume = { freeBytes: 0, totalBytes: 0 };
  private volumeAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.clock = clock;
    this.clients = new ClientMeter(clock);
    this.disk = new DiskMeter(clock);
  }

  /** What happened since the last call, and the counters that grow from the start. */
  drain(disk: Disk, dir: string, others: MeasuredElsewhere): BrokerMeasures {
    return {
      requests: this.requests.drain(),
      clients: this.clients.drain(),
      disk: {
        bytesWritten: this.disk.bytesWritten,
        bytesRead: this.disk.bytesRead,
        flush: this.disk.flush.drain(),
        ...this.volumeOf(disk, dir),
      },
      connectionsOpened: this.connectionsOpened,
      connectionsClosed: this.connectionsClosed,
      ...others,
    };
  }

  private volumeOf(disk: Disk, dir: string): { freeBytes: number; totalBytes: number } {
    const nowMs = this.clock.monotonicMs();
    if (nowMs - this.volumeAtMs < volumeIntervalMs) return this.volume;
    this.volumeAtMs = nowMs;
    try {
      this.volume = { freeBytes: disk.freeBytes(dir), totalBytes: disk.totalBytes(dir) };
    } catch {
      // An environment fault: a folder that is gone has been told by who writes to it.
      this.volume = { freeBytes: 0, totalBytes: 0 };
    }
    return this.volume;
  }
}
