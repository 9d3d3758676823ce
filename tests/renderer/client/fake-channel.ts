/** The server's end of a channel, in the hands of a test. */
import type { ChannelEvents, OpenChannel } from '../../../src/renderer/client/transport.ts';

export type Request = {
  readonly id: string;
  readonly method: string;
  readonly params: unknown;
};

export type FakeServer = {
  readonly open: OpenChannel;
  readonly requests: Request[];
  readonly connect: () => void;
  readonly disconnect: () => void;
  readonly answer: (request: Request, result: unknown) => void;
  readonly fail: (request: Request, error: unknown) => void;
  readonly emit: (event: string, payload: unknown) => void;
};

export function fakeServer(): FakeServer {
  const requests: Request[] = [];
  let events: ChannelEvents | null = null;
  const send = (message: object) => events?.onText(JSON.stringify(message));
  return {
    requests,
    open: (opened) => {
      events = opened;
      return {
        send: (text) => {
          const { i, m, a } = JSON.parse(text) as { i: string; m: string; a: unknown[] };
          requests.push({ id: i, method: m, params: a[0] });
        },
        close: () => {},
      };
    },
    connect: () => events?.onOpen(),
    disconnect: () => events?.onClose(),
    answer: ({ id }, result) => send({ t: 's', i: id, r: result }),
    fail: ({ id }, error) => send({ t: 's', i: id, e: error }),
    emit: (event, payload) => send({ t: 'q', m: event, a: [payload] }),
  };
}

/** Lets pending promises settle. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}
