/**
 * The door for the command line: a loopback port whose number and token lie in the data folder
 * (mode 0600), so that who may read the folder may command the cluster, on every platform alike.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isAlive } from '../cluster/lock.ts';
import { ContractError } from '../contract/errors.ts';
import { deserialize, serialize } from '../contract/wire.ts';
import type { ControlAddress, ControlApi } from './control-api.ts';
import { controlFileName } from './control-api.ts';
import type { Channel, Service } from './rpc.ts';
import { isSameSecret } from './same-secret.ts';

export type ControlEndpoint = { readonly close: () => void };

const host = '127.0.0.1';
const lineMaxBytes = 1024 * 1024;

/** Opens the door; `service` is called for when the first caller comes. */
export async function openControlEndpoint(
  dir: string,
  service: () => Promise<Service>,
): Promise<ControlEndpoint> {
  const token = randomBytes(24).toString('base64url');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    void admit(socket, token, service);
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port: 0 }, () => resolve((server.address() as { port: number }).port));
  });
  const file = join(dir, controlFileName);
  const address: ControlAddress = { pid: process.pid, port, token };
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(address)}\n`, { mode: 0o600 });
  return {
    close: () => {
      rmSync(file, { force: true });
      server.close();
      for (const socket of sockets) socket.end();
    },
  };
}

export type ControlClient = {
  readonly call: <Name extends keyof ControlApi>(
    method: Name,
    ...params: Parameters<ControlApi[Name]>
  ) => Promise<ReturnType<ControlApi[Name]>>;
  readonly close: () => void;
};

/** Connects to the process that runs the cluster of the folder; `not-running` without one. */
export async function connectControl(dir: string): Promise<ControlClient> {
  const address = readAddress(dir);
  if (address === null || !isAlive(address.pid)) throw notRunning(dir);
  const socket = createConnection({ host, port: address.port });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', () => reject(notRunning(dir)));
  });
  const { createBirpc } = await import('birpc');
  const rpc = createBirpc<Record<string, (params: unknown) => unknown>, object, false>(
    {},
    { ...lineChannel(socket), serialize, deserialize, timeout: -1, proxify: false },
  );
  const gone = new ContractError('connection-closed', {}, 'The cluster’s process closed the line.');
  socket.on('close', () => rpc.$close(gone));
  socket.write(`${address.token}\n`);
  return {
    call: (method, ...params) => rpc.$call(method, params[0]) as never,
    close: () => socket.end(),
  };
}

/** Lets in who says the token first. */
async function admit(socket: Socket, token: string, service: () => Promise<Service>) {
  const channel = lineChannel(socket);
  const waiting: string[] = [];
  let receive: (text: string) => void = (text) => waiting.push(text);
  let isAdmitted = false;
  channel.on((text) => {
    if (isAdmitted) return receive(text);
    isAdmitted = isSameSecret(text, token);
    if (!isAdmitted) return channel.refuse();
    void Promise.all([import('./rpc.ts'), service()]).then(([{ serve }, served]) => {
      const rpcChannel: Channel = {
        send: channel.post,
        refuse: channel.refuse,
        onMessage: (listener) => {
          receive = listener;
          for (const early of waiting.splice(0)) listener(early);
        },
      };
      serve(served, rpcChannel);
    });
  });
}

/** One text per line, both ways. */
function lineChannel(socket: Socket) {
  let pendingBytes = 0;
  socket.on('data', (chunk: Buffer) => {
    pendingBytes = chunk.includes(10) ? 0 : pendingBytes + chunk.length;
    if (pendingBytes > lineMaxBytes) socket.destroy();
  });
  return {
    post: (text: string) => void (socket.writable && socket.write(`${text}\n`)),
    on: (listener: (text: string) => void) => {
      createInterface({ input: socket }).on('line', listener);
    },
    refuse: () => void socket.destroy(),
  };
}

function readAddress(dir: string): ControlAddress | null {
  try {
    return JSON.parse(readFileSync(join(dir, controlFileName), 'utf8')) as ControlAddress;
  } catch {
    // No file, or one that a dying process left half written: nobody is there.
    return null;
  }
}

function notRunning(dir: string): ContractError<'not-running'> {
  return new ContractError(
    'not-running',
    { dir },
    `No cluster is running in ${dir}. Start one with rivulet up, or name its folder with --data.`,
  );
}
