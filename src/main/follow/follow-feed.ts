/** Feed `follow`: what the thread finds, with the names that only this side knows. */
import type { FollowedRecord, FollowParams } from '../contract/follow.ts';
import type { ContractError } from '../contract/errors.ts';
import type { FollowItem } from '../contract/follow.ts';
import { serviceOfSource } from '../../scenario/trace.ts';
import type { FeedSource } from '../live/live-hub.ts';

export type FollowParts = {
  /** Starts the search; answers how to stop it. */
  readonly start: (
    params: FollowParams,
    listener: {
      readonly onItem: (item: FollowItem) => void;
      readonly onEnd: (error: ContractError | null) => void;
    },
  ) => () => void;
  /** Whose a producer id is; null where nobody can tell. */
  readonly clientOf: (producerId: number) => string | null;
};

export function followFeed({ start, clientOf }: FollowParts): FeedSource<'follow'> {
  return (params, sink) => {
    const ready = Promise.withResolvers<void>();
    let isReady = false;
    const stop = start(params, {
      onItem: (item) => {
        isReady = true;
        ready.resolve();
        sink.items([{ ...item, records: item.records.map((record) => named(record, clientOf)) }]);
      },
      onEnd: (error) => {
        // What cannot even begin is the answer to who opened it.
        if (!isReady) return error ? ready.reject(error) : ready.resolve();
        if (error) sink.failed(error);
      },
    });
    return {
      items: [],
      ready: ready.promise,
      stop: () => {
        ready.resolve();
        stop();
      },
    };
  };
}

function named(record: FollowedRecord, clientOf: FollowParts['clientOf']): FollowedRecord {
  const { event, producer } = record;
  if (event !== null) {
    return { ...record, writer: { name: serviceOfSource(event.source), by: 'source' } };
  }
  const client = producer === null ? null : clientOf(producer.id);
  return client === null ? record : { ...record, writer: { name: client, by: 'client' } };
}
