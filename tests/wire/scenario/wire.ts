/** What the parts of the scenario share. */
import type { Api, RequestInOf, ResponseOutOf } from '../../../src/broker/protocol/api.ts';

export type Listener = 'broker' | 'controller';

export type AskOptions = {
  readonly listener?: Listener;
  /** The answer comes in this version. */
  readonly responseVersion?: number;
  /** The node that is asked, by its id; the first when left out. */
  readonly node?: number;
};

/** A server under question: Apache Kafka when frames are captured, Rivulet when they are compared. */
export interface Wire {
  /** Asks and keeps the exchange under `label`; undefined when the connection was closed. */
  ask<A extends Api>(
    api: A,
    version: number,
    label: string,
    request: RequestInOf<A>,
    options?: AskOptions,
  ): Promise<ResponseOutOf<A> | undefined>;
  /** Asks, but keeps nothing: for what only has to be so before the next question. */
  prepare<A extends Api>(
    api: A,
    version: number,
    request: RequestInOf<A>,
  ): Promise<ResponseOutOf<A> | undefined>;
  /** Asks again until the answer is as wished. */
  until<A extends Api>(
    api: A,
    version: number,
    request: RequestInOf<A>,
    isSo: (response: ResponseOutOf<A>) => boolean,
  ): Promise<ResponseOutOf<A>>;
}

export function versionsOf({ minVersion, maxVersion }: Api): number[] {
  return Array.from({ length: maxVersion - minVersion + 1 }, (_, index) => minVersion + index);
}

export const brokerId = 1;
export const topic = 'golden';
/** Takes batches of up to 100 bytes. */
export const smallTopic = 'golden-small';
export const noTopic = 'no-such-topic';
/** Topics are named by id in later versions; one that nobody has. */
export const noTopicId = 'YWJjZGVmZ2hpamtsbW5vcA';
