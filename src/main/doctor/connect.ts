/** Opens connections to look at, plain and with TLS. */
import { lookup } from 'node:dns/promises';
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { Address } from './addresses.ts';

export type TlsView = {
  readonly socket: TLSSocket;
  readonly protocol: string;
  readonly names: readonly string[];
  readonly validToMs: number | null;
  /** Why it is not trusted; null: it is. */
  readonly distrust: string | null;
  readonly fitsHost: boolean;
};

/** The addresses of a name; rejects with node's error. */
export async function resolveHost(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}

/** Rejects with node's error, or one of code ETIMEDOUT. */
export function openSocket({ host, port }: Address, timeoutMs: number): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = connectPlain({ host, port });
  const timer = setTimeout(() => {
    socket.destroy();
    reject(Object.assign(new Error(`no answer within ${timeoutMs} ms`), { code: 'ETIMEDOUT' }));
  }, timeoutMs);
  socket.once('connect', () => {
    clearTimeout(timer);
    socket.off('error', reject);
    // A later reset is told by the next read.
    socket.on('error', () => {});
    resolve(socket);
  });
  socket.once('error', (error) => {
    clearTimeout(timer);
    reject(error);
  });
  return promise;
}

/** A handshake that distrusts nobody: what is wrong with the certificate is told, not thrown. */
export async function openTls(address: Address, timeoutMs: number): Promise<TlsView> {
  const { host } = address;
  const plain = await openSocket(address, timeoutMs);
  const { promise, resolve, reject } = Promise.withResolvers<TlsView>();
  const socket = connectTls({
    socket: plain,
    ...(isIP(host) === 0 && { servername: host }),
    rejectUnauthorized: false,
  });
  const fail = (error: Error) => {
    clearTimeout(timer);
    socket.destroy();
    reject(error);
  };
  const timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  socket.once('error', fail);
  socket.once('close', () => fail(new Error('the connection was closed')));
  socket.once('secureConnect', () => {
    clearTimeout(timer);
    socket.off('error', fail);
    socket.on('error', () => {});
    const certificate = socket.getPeerCertificate();
    const names = namesOf(certificate);
    resolve({
      socket,
      protocol: socket.getProtocol() ?? 'TLS',
      names,
      validToMs: certificate.valid_to ? Date.parse(certificate.valid_to) : null,
      distrust: socket.authorized ? null : reasonOf(socket.authorizationError),
      fitsHost: names.some((name) => fits(name, host)),
    });
  });
  return promise;
}

/** Names and addresses that the certificate is for. */
function namesOf(certificate: PeerCertificate): readonly string[] {
  const alternatives = (certificate.subjectaltname ?? '')
    .split(', ')
    .map((part) => part.replace(/^(DNS|IP Address):/, ''))
    .filter((part) => part !== '');
  const common = certificate.subject?.CN;
  return alternatives.length > 0 ? alternatives : [common ?? []].flat();
}

function fits(name: string, host: string): boolean {
  const [left, right] = [name.toLowerCase(), host.toLowerCase()];
  if (!left.startsWith('*.')) return left === right;
  return right.endsWith(left.slice(1)) && !right.slice(0, -left.length + 1).includes('.');
}

function reasonOf(error: unknown): string {
  return error instanceof Error
    ? 'code' in error
      ? String(error.code)
      : error.message
    : String(error);
}
