/** The cluster that a tool speaks with. */
import { readFileSync } from 'node:fs';
import { KafkaLink } from '../../main/explorer/kafka-link.ts';
import { bootstrapOf } from '../target.ts';
import type { Given } from './given.ts';
import { ToolUsageError } from './usage-error.ts';

/** `--bootstrap-server`, or the cluster that every other command would take. */
export async function bootstrapOfTool(given: Given): Promise<string> {
  assertPlaintext(given);
  const bootstrap = given.text('bootstrap-server');
  return bootstrapOf(bootstrap === undefined ? {} : { bootstrap });
}

/** A connection for as long as the action runs. */
export async function withLink<Value>(
  given: Given,
  action: (link: KafkaLink) => Promise<Value>,
): Promise<Value> {
  const link = new KafkaLink(await bootstrapOfTool(given));
  try {
    return await action(link);
  } finally {
    await link.close();
  }
}

/** `key=value` lines of a properties file. */
export function readProperties(file: string): { readonly [name: string]: string } {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  const pairs = lines.flatMap((line) => {
    const match = /^\s*([^#!\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(line);
    return match ? [[match[1] ?? '', match[2] ?? ''] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** Better a clear word than a connection that never comes about. */
function assertPlaintext(given: Given): void {
  const file = given.text('command-config');
  if (file === undefined) return;
  const protocol = readProperties(file)['security.protocol'] ?? 'PLAINTEXT';
  if (protocol.toUpperCase() === 'PLAINTEXT') return;
  throw new ToolUsageError(
    `${file} asks for ${protocol}; this tool connects without encryption and authentication. ` +
      'For such a cluster use Kafka’s own tool.',
  );
}
