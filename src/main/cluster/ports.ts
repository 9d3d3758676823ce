/** Free TCP ports on one address. */
import { createServer } from 'node:net';
import { ContractError } from '../contract/errors.ts';

export const defaultPort = 9092;

/** Whether a server could listen there now. */
export function isPortFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first of these ports that is taken, or null. */
export async function firstTakenPort(
  host: string,
  ports: readonly number[],
): Promise<number | null> {
  const free = await Promise.all(ports.map((port) => isPortFree(host, port)));
  return ports.find((_, index) => !free[index]) ?? null;
}

/** The start of the first block of `count` free neighbours at or above `from`. */
export async function findFreeBlock(host: string, from: number, count: number): Promise<number> {
  for (let start = from; start + count <= 65_536; ) {
    const taken = await firstTakenPort(host, block(start, count));
    if (taken === null) return start;
    start = taken + 1;
  }
  throw portTaken(from);
}

/** `count` ports that the operating system picks; none of them is in `exclude`. */
export async function pickFreePorts(
  host: string,
  count: number,
  exclude: readonly number[],
): Promise<readonly number[]> {
  // All are held open until the last is known, or the system could give one twice.
  const servers = await Promise.all(
    Array.from({ length: count + exclude.length }, () => listen(host)),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports.filter((port) => !exclude.includes(port)).slice(0, count);
}

/** start, start + 1, … */
export function block(start: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}

/** The contract's error for a port that somebody else listens on. */
export function portTaken(port: number): ContractError<'port-taken'> {
  return new ContractError(
    'port-taken',
    { port },
    `Port ${port} is taken by another program. Stop it or choose another port with --port.`,
  );
}

function listen(host: string) {
  return new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port: 0 }, () => resolve(server));
  });
}
