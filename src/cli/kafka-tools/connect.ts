/** The cluster that a tool speaks with. */
import { readFileSync } from 'node:fs';
import { parseProperties } from '../../main/cluster/properties-file.ts';
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

/** A properties file that was named on the command line. */
export function readProperties(file: string): { readonly [name: string]: string } {
  return parseProperties(readFileSync(file, 'utf8'));
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
