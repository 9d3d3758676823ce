/** Which queues there are, what they are bound with, and where an exchange sends a message. */
import type { ReaderName, RecordKind } from '../../main/contract/models.ts';
import type { RabbitSettings } from './rabbitmq.ts';
import { matchesBinding } from './topic-pattern.ts';
import { kinds, type Reader } from './workload.ts';

export type QueuePlan = {
  readonly name: string;
  /** Null: all of them. */
  readonly reader: ReaderName | null;
  /** Binding keys; a fanout exchange does not look at them. */
  readonly bindings: readonly string[];
};

/** The routing key of a message is `shop.` and its kind. */
function routingKeyOf(kind: RecordKind): string {
  return `shop.${kind}`;
}

export function queuesOf(
  settings: RabbitSettings,
  readers: readonly Reader[],
): readonly QueuePlan[] {
  if (settings.queues === 'shared') {
    return [{ name: 'work', reader: null, bindings: bindingsFor(settings, null) }];
  }
  return readers.map(({ name, kinds: wanted }) => ({
    name,
    reader: name,
    bindings: bindingsFor(settings, wanted),
  }));
}

/** Names of the queues that get a copy. */
export function routedTo(
  { exchange }: RabbitSettings,
  queues: readonly QueuePlan[],
  kind: RecordKind,
): readonly string[] {
  const key = routingKeyOf(kind);
  return queues.filter(({ bindings }) => isBound(exchange, bindings, key)).map(({ name }) => name);
}

function isBound(
  exchange: RabbitSettings['exchange'],
  bindings: readonly string[],
  key: string,
): boolean {
  if (exchange === 'fanout') return true;
  if (exchange === 'direct') return bindings.includes(key);
  return bindings.some((binding) => matchesBinding(binding, key));
}

function bindingsFor(
  { exchange }: RabbitSettings,
  wanted: readonly RecordKind[] | null,
): readonly string[] {
  if (exchange === 'topic' && wanted === null) return ['shop.#'];
  // A direct exchange knows no patterns: each kind is bound for itself.
  return (wanted ?? kinds).map(routingKeyOf);
}
