/** Tries an address as an application would, and says at which step it ended. */
import { connect } from 'node:net';
import { ContractError, type ErrorCode, isContractError } from '../contract/errors.ts';
import type { ConnectionReport } from '../contract/clusters.ts';
import { rootMessage } from '../explorer/kafka-errors.ts';
import { KafkaLink, parseAddress } from '../explorer/kafka-link.ts';
import type { LinkSecurity } from '../explorer/link-security.ts';

const dialTimeoutMs = 4_000;
const advertisedMax = 5;

/** Dials, logs in, asks for metadata, and dials what the metadata names. */
export async function testConnection(
  bootstrap: string,
  security: LinkSecurity | undefined,
): Promise<ConnectionReport> {
  const startedAtMs = performance.now();
  const addresses = bootstrap.split(',').map((text) => text.trim());
  await dialAny(addresses);
  const link = new KafkaLink(bootstrap, 'rivulet', security);
  try {
    const metadata = await link.metadata({ isFresh: true }).catch((error: unknown) => {
      throw afterDial(bootstrap, error);
    });
    for (const node of [...metadata.brokers.values()].slice(0, advertisedMax)) {
      const advertised = `${node.host}:${node.port}`;
      if (addresses.includes(advertised)) continue;
      await dial(advertised).catch((error: unknown) => {
        throw failure('connection-advertised', bootstrap, detailOf(error), advertised);
      });
    }
    return {
      clusterId: metadata.clusterId,
      brokerCount: metadata.brokers.size,
      topicCount: metadata.topics.size,
      elapsedMs: Math.round(performance.now() - startedAtMs),
    };
  } finally {
    await link.close();
  }
}

async function dialAny(addresses: readonly string[]): Promise<void> {
  let last: unknown;
  for (const address of addresses) {
    try {
      await dial(address);
      return;
    } catch (error) {
      last = error;
    }
  }
  const { code } = last as NodeJS.ErrnoException;
  const address = addresses.join(',');
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    throw failure('connection-dns', address, detailOf(last));
  }
  if (code === 'ETIMEDOUT') throw failure('connection-timeout', address, detailOf(last));
  throw failure('connection-refused', address, detailOf(last));
}

function dial(address: string): Promise<void> {
  const { host, port } = parseAddress(address);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const late = () => {
      const error = new Error(`no answer within ${dialTimeoutMs} ms`);
      socket.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
    };
    const timer = setTimeout(late, dialTimeoutMs);
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    });
  });
}

/** The port is open, so what failed is what is spoken on it. */
export function afterDial(address: string, error: unknown): ContractError {
  const detail = detailOf(error);
  const text = `${detail} ${causes(error).join(' ')}`;
  if (/SASL|authenticat|credential/i.test(text)) {
    return failure('connection-login', address, detail);
  }
  if (/certificate|self.signed|altname|issuer|CERT_|DEPTH_ZERO|wrong version number/i.test(text)) {
    return failure('connection-tls', address, detail);
  }
  return failure('connection-protocol', address, detail);
}

function causes(error: unknown): readonly string[] {
  const found: string[] = [];
  const visit = (each: unknown, depth: number) => {
    if (!(each instanceof Error) || depth > 8) return;
    found.push(each.message, String((each as NodeJS.ErrnoException).code ?? ''));
    if (each instanceof AggregateError) for (const inner of each.errors) visit(inner, depth + 1);
    visit(each.cause, depth + 1);
  };
  visit(error, 0);
  return found;
}

function detailOf(error: unknown): string {
  return isContractError(error) && error.cause ? rootMessage(error.cause) : rootMessage(error);
}

type ConnectionCode = Extract<ErrorCode, `connection-${string}`>;

function failure(
  code: Exclude<ConnectionCode, 'connection-closed'>,
  address: string,
  detail: string,
  advertised = '',
): ContractError {
  const data = { address, detail, advertised };
  return new ContractError(code, data, `${code} at ${advertised || address}: ${detail}`);
}
