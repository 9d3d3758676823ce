/** Sends frames over many connections, and opens new ones as the broker closes them. */
import { connect, type Socket } from 'node:net';
import { FrameReader } from '../../src/broker/protocol/frames.ts';

export type Attack = {
  readonly host: string;
  readonly port: number;
  readonly connections: number;
  readonly count: number;
  readonly next: () => Buffer;
};

const burst = 16;
/** A request may be one that waits; what is behind it then goes over another connection. */
const patienceMs = 100;
const maxAnswerBytes = 256 << 20;

/** Resolves when all frames have been answered, or have cost a connection. */
export async function attack({ connections, ...rest }: Attack): Promise<void> {
  const left = { count: rest.count };
  const workers = Array.from({ length: connections }, async (_, index) => {
    let again: Buffer[] = [];
    let turn = index;
    while (left.count > 0) {
      const frames = [...again];
      while (frames.length < burst) frames.push(rest.next());
      // Each end of a connection waits before its ports are free: many addresses, many ports.
      const done = await sendBurst(rest, `127.0.${1 + (turn % 50)}.1`, frames);
      turn += connections;
      left.count -= Math.max(done, 1);
      again = frames.slice(Math.max(done, 1));
    }
  });
  await Promise.all(workers);
}

/** How many of the frames were dealt with: those answered and the one that ended the connection. */
function sendBurst(
  { host, port }: Pick<Attack, 'host' | 'port'>,
  localAddress: string,
  frames: readonly Buffer[],
): Promise<number> {
  return new Promise((resolve) => {
    let answered = 0;
    const reader = new FrameReader(maxAnswerBytes);
    const socket: Socket = connect({ host, port, localAddress });
    let timer: NodeJS.Timeout;
    const finish = (count: number) => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.resetAndDestroy();
      resolve(count);
    };
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => finish(answered + 1), patienceMs);
    };
    socket.on('connect', () => {
      socket.write(Buffer.concat(frames));
      wait();
    });
    socket.on('data', (chunk: Buffer) => {
      reader.feed(chunk, () => answered++);
      if (answered >= frames.length) finish(answered);
      else wait();
    });
    socket.on('error', () => finish(answered + 1));
    socket.on('close', () => finish(answered + 1));
  });
}
