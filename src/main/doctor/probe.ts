/**
 * Looks at one address as a client would: name, port, protocol, TLS, login, metadata. Each step is
 * told as it begins and ends; what is found wrong becomes a finding.
 */
import type { Socket } from 'node:net';
import type { DoctorCheck, DoctorFinding, DoctorRule } from '../contract/doctor.ts';
import { type Address, formatHostPort, isServiceName } from './addresses.ts';
import { openSocket, openTls, resolveHost } from './connect.ts';
import { type Login, logIn } from './log-in.ts';
import {
  askApiVersions,
  askMetadata,
  type ApiRanges,
  askSaslMechanisms,
  type ClusterView,
  servesClients,
  WireError,
} from './wire.ts';

export type ProbeOptions = {
  /** What the text says: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL. */
  readonly securityProtocol: string;
  readonly mechanism: string | null;
  /** Null: nothing of a password is sent. */
  readonly login: Login | null;
  readonly timeoutMs: number;
  readonly report: Report;
};

/** Where checks and findings go. */
export type Report = {
  readonly begin: (kind: DoctorCheck['kind'], target: string) => Step;
  readonly skip: (kind: DoctorCheck['kind'], target: string) => void;
  readonly find: (finding: Omit<DoctorFinding, 'span' | 'fixedLine'>) => void;
};

export type Step = {
  readonly done: (detail: string) => void;
  readonly failed: (detail: string) => void;
};

const day = 86_400_000;
const soonMs = 14 * day;

/** What the cluster says of itself; null when it did not get so far. */
export async function probe(address: Address, options: ProbeOptions): Promise<ClusterView | null> {
  const isReached = await reach(address, options);
  if (!isReached) return null;
  const wantsTls = options.securityProtocol.endsWith('SSL');
  if (!wantsTls) options.report.skip('tls', formatHostPort(address));
  const socket = wantsTls ? await secure(address, options) : await openQuietly(address, options);
  if (!socket) return null;
  try {
    const ranges = await speak(address, socket, options);
    return ranges && (await metadataOf(address, socket, ranges, options));
  } finally {
    socket.destroy();
  }
}

/** Name and port. */
export async function reach(
  address: Address,
  { report, timeoutMs }: Pick<ProbeOptions, 'report' | 'timeoutMs'>,
): Promise<boolean> {
  const { host } = address;
  const target = formatHostPort(address);
  const dns = report.begin('dns', target);
  try {
    dns.done((await resolveHost(host)).join(', '));
  } catch (error) {
    dns.failed(codeOf(error));
    find(report, 'dns-failed', { host, from: '' });
    return false;
  }
  const tcp = report.begin('tcp', target);
  try {
    (await openSocket(address, timeoutMs)).destroy();
    tcp.done('');
    return true;
  } catch (error) {
    const code = codeOf(error);
    tcp.failed(code);
    if (code === 'ECONNREFUSED') find(report, 'tcp-refused', { target, hint: '' });
    else find(report, 'tcp-timeout', { target, ms: timeoutMs });
    return false;
  }
}

async function openQuietly(address: Address, { timeoutMs }: ProbeOptions): Promise<Socket | null> {
  return openSocket(address, timeoutMs).catch(() => null);
}

async function secure(address: Address, options: ProbeOptions): Promise<Socket | null> {
  const { report, timeoutMs, securityProtocol: protocol } = options;
  const target = formatHostPort(address);
  const step = report.begin('tls', target);
  try {
    const view = await openTls(address, timeoutMs);
    const until =
      view.validToMs === null ? '' : new Date(view.validToMs).toISOString().slice(0, 10);
    step.done(
      [view.protocol, view.names.slice(0, 3).join(', '), until].filter(Boolean).join(' · '),
    );
    judgeCertificate(address, view, until, report);
    return view.socket;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    step.failed(codeOf(error));
    // Some listener without TLS, or a TLS that we cannot agree with: asking plainly tells.
    const isPlain = await speaksPlainly(address, timeoutMs);
    const fixed = protocol.replace('SSL', 'PLAINTEXT');
    if (isPlain) find(report, 'speaks-plaintext', { target, protocol, fixed });
    else find(report, 'tls-failed', { target, reason });
    return null;
  }
}

function judgeCertificate(
  { host, port }: Address,
  view: Awaited<ReturnType<typeof openTls>>,
  until: string,
  report: Report,
): void {
  const target = formatHostPort({ host, port });
  const { validToMs, distrust, names, fitsHost } = view;
  const nowMs = Date.now();
  if (validToMs !== null && validToMs < nowMs) find(report, 'tls-expired', { target, until });
  else if (validToMs !== null && validToMs < nowMs + soonMs) {
    find(report, 'tls-expires-soon', { target, until }, 'warning');
  }
  if (!fitsHost) find(report, 'tls-name', { target, names: names.slice(0, 4).join(', '), host });
  const isOwnName = distrust === 'ERR_TLS_CERT_ALTNAME_INVALID' || distrust === 'CERT_HAS_EXPIRED';
  if (distrust !== null && !isOwnName) {
    find(report, 'tls-untrusted', { target, reason: distrust }, 'warning');
  }
}

async function speaksPlainly(address: Address, timeoutMs: number): Promise<boolean> {
  const socket = await openSocket(address, timeoutMs).catch(() => null);
  if (!socket) return false;
  try {
    await askApiVersions(socket, timeoutMs);
    return true;
  } catch {
    // It does not: the caller says what it was.
    return false;
  } finally {
    socket.destroy();
  }
}

/** ApiVersions and, where it is wanted, the offer of SASL mechanisms. */
async function speak(
  address: Address,
  socket: Socket,
  options: ProbeOptions,
): Promise<ApiRanges | null> {
  const { report, timeoutMs } = options;
  const target = formatHostPort(address);
  const step = report.begin('kafka', target);
  let ranges: ApiRanges;
  try {
    ranges = await askApiVersions(socket, timeoutMs);
  } catch (error) {
    step.failed(error instanceof WireError ? error.kind : codeOf(error));
    await nameSpeaker(address, error, options);
    return null;
  }
  if (!servesClients(ranges)) {
    step.failed('');
    find(report, 'controller-port', { target });
    return null;
  }
  step.done(`${ranges.size} APIs`);
  return (await offersLogin(target, socket, options)) ? ranges : null;
}

async function offersLogin(
  target: string,
  socket: Socket,
  options: ProbeOptions,
): Promise<boolean> {
  const { report, securityProtocol: protocol, timeoutMs } = options;
  if (!protocol.startsWith('SASL')) {
    report.skip('sasl', target);
    return true;
  }
  const mechanism = options.mechanism ?? 'PLAIN';
  const step = report.begin('sasl', target);
  const answer = await askSaslMechanisms(socket, mechanism, timeoutMs).catch(() => null);
  if (!answer || (!answer.isOffered && answer.offered.length === 0)) {
    step.failed('');
    const fixed = protocol.replace('SASL_', '');
    find(report, 'sasl-not-offered', { target, fixed });
    return false;
  }
  const offered = answer.offered.join(', ');
  if (!answer.isOffered) {
    step.failed(offered);
    const fixed = answer.offered[0] ?? '';
    find(report, 'sasl-mechanism-wrong', { target, mechanism, offered, fixed });
    return false;
  }
  step.done(offered || mechanism);
  return true;
}

/** Without a login a listener with SASL tells nothing more. */
async function metadataOf(
  address: Address,
  socket: Socket,
  ranges: ApiRanges,
  options: ProbeOptions,
): Promise<ClusterView | null> {
  const { report, login, securityProtocol: protocol, timeoutMs } = options;
  const target = formatHostPort(address);
  if (protocol.startsWith('SASL')) {
    if (!login) {
      report.skip('login', target);
      report.skip('metadata', target);
      return null;
    }
    return logIn(address, login, options);
  }
  const step = report.begin('metadata', target);
  try {
    const view = await askMetadata(socket, ranges, timeoutMs);
    step.done(`${view.clusterId} · ${view.brokers.length}`);
    return view;
  } catch (error) {
    step.failed(error instanceof WireError ? error.kind : codeOf(error));
    const fixed = protocol === 'SSL' ? 'SASL_SSL' : 'SASL_PLAINTEXT';
    find(report, 'sasl-required', { target, fixed });
    return null;
  }
}

/** Something answers, and it is no Kafka in plain text. */
async function nameSpeaker(
  address: Address,
  error: unknown,
  { report, timeoutMs, securityProtocol: protocol }: ProbeOptions,
): Promise<void> {
  const target = formatHostPort(address);
  const bytes = error instanceof WireError ? error.bytes : Buffer.alloc(0);
  if (bytes.subarray(0, 5).toString('latin1') === 'HTTP/') {
    return find(report, 'speaks-http', { target });
  }
  const isTls = await openTls(address, timeoutMs).then(
    ({ socket }) => {
      socket.destroy();
      return true;
    },
    () => false,
  );
  if (isTls && !protocol.endsWith('SSL')) {
    const fixed = protocol.startsWith('SASL') ? 'SASL_SSL' : 'SSL';
    return find(report, 'speaks-tls', { target, protocol, fixed });
  }
  const word = await firstWords(address, 'srvr\n', timeoutMs);
  if (/zookeeper|whitelist/i.test(word)) return find(report, 'speaks-zookeeper', { target });
  const http = await firstWords(address, 'GET / HTTP/1.0\r\n\r\n', timeoutMs);
  if (http.startsWith('HTTP/')) return find(report, 'speaks-http', { target });
  find(report, 'speaks-unknown', { target });
}

/** What a program that is no Kafka says to a few words of another protocol. */
async function firstWords(address: Address, words: string, timeoutMs: number): Promise<string> {
  const socket = await openSocket(address, timeoutMs).catch(() => null);
  if (!socket) return '';
  const { promise, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve(''), Math.min(timeoutMs, 1_500));
  socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1')));
  socket.once('close', () => resolve(''));
  socket.write(words);
  const said = await promise;
  clearTimeout(timer);
  socket.destroy();
  return said;
}

export function find(
  report: Pick<Report, 'find'>,
  rule: DoctorRule,
  data: DoctorFinding['data'],
  severity: DoctorFinding['severity'] = 'error',
): void {
  report.find({ rule, severity, data });
}

export function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.message : String(error);
}

/** Whether a name is known only inside of some network of containers. */
export function isInnerName(host: string): boolean {
  return isServiceName(host) || /\.(svc|cluster\.local|internal|local)$/.test(host);
}
