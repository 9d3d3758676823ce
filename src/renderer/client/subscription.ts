/**
 * One opened stream, kept open: it is opened again after a lost connection, tried again when its
 * source failed, and closed at the server when nobody wants it any more.
 */
import {
  ContractError,
  type ErrorCode,
  isContractError,
  type Patch,
} from '../../main/contract/index.ts';
import type {
  FeedName,
  Feeds,
  StateName,
  States,
  StreamName,
  StreamParams,
} from '../../main/contract/index.ts';
import type { Connection } from './connection.ts';

export type StateListener<Name extends StateName> = {
  readonly onValue: (value: States[Name]['value']) => void;
  readonly onPatch: (patch: Patch) => void;
  readonly onFailed: (error: unknown) => void;
};

export type FeedListener<Name extends FeedName> = {
  /** `isStart`: what the stream opens with; it replaces all that came before. */
  readonly onItems: (items: readonly Feeds[Name]['item'][], isStart: boolean) => void;
  readonly onFailed: (error: unknown) => void;
};

/** A topic that was deleted may be created again, a broker that is down come back. */
const retryMs = 4000;

type Opened = {
  readonly id: number;
  readonly value?: unknown;
  readonly items?: readonly unknown[];
};

type RawListener = {
  readonly onOpened: (opened: Opened) => void;
  readonly onPatch: (patch: Patch) => void;
  readonly onItems: (items: readonly unknown[]) => void;
  readonly onFailed: (error: unknown) => void;
};

export function openState<Name extends StateName>(
  connection: Connection,
  stream: Name,
  params: States[Name]['params'],
  listener: StateListener<Name>,
): () => void {
  return open(connection, stream, params as StreamParams<Name>, {
    onOpened: (opened) => listener.onValue(opened.value as States[Name]['value']),
    onPatch: listener.onPatch,
    onItems: () => {},
    onFailed: listener.onFailed,
  });
}

export function openFeed<Name extends FeedName>(
  connection: Connection,
  stream: Name,
  params: Feeds[Name]['params'],
  listener: FeedListener<Name>,
): () => void {
  type Items = readonly Feeds[Name]['item'][];
  return open(connection, stream, params as StreamParams<Name>, {
    onOpened: (opened) => listener.onItems((opened.items ?? []) as Items, true),
    onPatch: () => {},
    onItems: (items) => listener.onItems(items as Items, false),
    onFailed: listener.onFailed,
  });
}

function open<Name extends StreamName>(
  connection: Connection,
  stream: Name,
  params: StreamParams<Name>,
  listener: RawListener,
): () => void {
  let id: number | null = null;
  let isWanted = true;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** Counts openings, so that the answer to one from before a lost connection is ignored. */
  let opening = 0;

  const offEvents = connection.onEvents({
    'live.patch': (event) => event.id === id && listener.onPatch(event.patch),
    'live.items': (event) => event.id === id && listener.onItems(event.items),
    'live.failed': (event) => {
      if (event.id !== id) return;
      // What the stream was opened with is what the words for the failure need.
      fail(new ContractError(event.code as ErrorCode, params as never, event.message));
    },
  });

  function fail(error: unknown): void {
    id = null;
    listener.onFailed(error);
    const own = opening;
    retry = setTimeout(() => {
      if (own === opening && connection.state.getState().phase === 'open') void openNow();
    }, retryMs);
  }

  async function openNow(): Promise<void> {
    opening += 1;
    const own = opening;
    id = null;
    try {
      const opened: Opened = await connection.call('live.open', { stream, params });
      if (!isWanted || own !== opening) return void close(connection, opened.id);
      id = opened.id;
      listener.onOpened(opened);
    } catch (error) {
      const isMine = isWanted && own === opening;
      if (isMine && !isContractError(error, 'connection-closed')) fail(error);
    }
  }

  const offOpen = connection.onOpen(() => void openNow());

  return () => {
    isWanted = false;
    clearTimeout(retry);
    offEvents();
    offOpen();
    if (id !== null) void close(connection, id);
  };
}

/** A stream that cannot be closed ended with its connection: nothing is left to do. */
async function close(connection: Connection, id: number): Promise<void> {
  try {
    await connection.call('live.close', { id });
  } catch {
    return;
  }
}
