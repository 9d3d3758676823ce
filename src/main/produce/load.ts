/** Made-up messages at a rate, until they are enough or somebody stops it. */
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { LoadParams } from '../contract/produce.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { FailureList } from './failure-list.ts';
import { MessageMaker, toOut } from './message-maker.ts';
import type { OutMessage } from './out-message.ts';
import { Sender } from './sender.ts';

/** How long a message waits for others that go with it. */
const lingerMs = 10;
/** Made without looking up; long enough to be quick, short enough to be told to stop. */
const burstMs = 8;
/** What could not be made in time is not made up for beyond this. */
const debtMaxS = 0.25;

/** One load; counts may be read while it runs. */
export class Load {
  readonly failures = new FailureList();
  readonly #link: KafkaLink;
  readonly #params: LoadParams;
  sentCount = 0;
  ratePerS: number | null;

  constructor(link: KafkaLink, params: LoadParams) {
    this.#link = link;
    this.#params = params;
    this.ratePerS = params.ratePerS;
  }

  /** Ends without an error when it is told to stop. */
  async run(signal: AbortSignal): Promise<void> {
    const { topic, options, count } = this.#params;
    const maker = new MessageMaker(this.#params);
    const sender = new Sender(this.#link, topic, options, {
      onSent: (messages) => {
        this.sentCount += messages.length;
      },
      onFailed: (messages, error) => {
        for (const message of messages) this.failures.add(message.line, preview(message), error);
      },
    });
    await sender.open();
    const limit = count ?? Number.POSITIVE_INFINITY;
    const due = new Due();
    let made = 0;
    while (made < limit && !signal.aborted) {
      const startedMs = performance.now();
      const wanted = Math.min(limit - made, due.count(this.ratePerS, startedMs));
      let madeNow = 0;
      while (madeNow < wanted && sender.hasRoom) {
        madeNow += 1;
        const nowMs = Date.now();
        sender.push(toOut(maker.make(nowMs), made + madeNow, nowMs));
        if (madeNow % 32 === 0 && performance.now() - startedMs > burstMs) break;
      }
      made += madeNow;
      due.took(madeNow);
      if (!sender.hasRoom) await sender.room();
      else if (this.ratePerS === null) await nextTurn();
      else {
        await delay(lingerMs);
        sender.nudge();
      }
    }
    await sender.flush();
  }
}

/** How many are due at a rate that may change. */
class Due {
  #atMs = performance.now();
  /** The first one is due at once. */
  #owed = 1;

  count(ratePerS: number | null, nowMs: number): number {
    const elapsedS = (nowMs - this.#atMs) / 1000;
    this.#atMs = nowMs;
    if (ratePerS === null) return Number.POSITIVE_INFINITY;
    if (!Number.isFinite(this.#owed)) this.#owed = 0;
    const most = Math.max(1, ratePerS * debtMaxS);
    this.#owed = Math.min(this.#owed + elapsedS * ratePerS, most);
    return Math.floor(this.#owed);
  }

  took(count: number): void {
    this.#owed = Math.max(0, this.#owed - count);
  }
}

/** The beginning of a message, to know it again by. */
export function preview({ key, value }: OutMessage): string {
  const text = (bytes: Buffer | null) => bytes?.subarray(0, 400).toString() ?? 'null';
  return key === null ? text(value) : `${text(key)}: ${text(value)}`;
}
