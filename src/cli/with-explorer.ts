/** Kafka-protocol commands: a connection to the cluster for as long as one command runs. */
import type { Explorer } from '../main/explorer/explorer.ts';
import type { Values } from './command.ts';
import { bootstrapOf } from './target.ts';

/** Opens, uses, closes. */
export async function withExplorer<Value>(
  values: Values,
  action: (handlers: ReturnType<Explorer['handlers']>, explorer: Explorer) => Promise<Value>,
): Promise<Value> {
  const bootstrap = await bootstrapOf(values);
  const { Explorer: Opened } = await import('../main/explorer/explorer.ts');
  const explorer = new Opened(bootstrap);
  try {
    return await action(explorer.handlers(), explorer);
  } finally {
    await explorer.close();
  }
}
