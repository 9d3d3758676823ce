/**
 * Redis Pub/Sub: a message goes to whoever is subscribed at that moment, once, and is forgotten.
 * There are no acknowledgements and no groups: every subscriber gets every message of its channels.
 */
import type { ReaderName } from '../../main/contract/models.ts';
import type { ServiceInput, ServiceModel, ServiceStep } from './service-model.ts';
import { matchesGlob } from './topic-pattern.ts';
import type { Message, Reader } from './workload.ts';

export type RedisSettings = {
  /** A channel for each kind (`shop.refund`), which patterns choose from, or one for all. */
  readonly channels: 'per-kind' | 'one';
};

export const redisDefault: RedisSettings = { channels: 'per-kind' };

type Subscriber = {
  readonly consumer: string;
  readonly reader: ReaderName;
  readonly patterns: readonly string[];
};

type RedisState = {
  readonly readers: readonly Reader[];
  readonly subscribers: readonly Subscriber[];
  readonly deliveryNext: number;
};

type Step = ServiceStep<RedisState>;

export function redisPubSub(settings: RedisSettings): ServiceModel<RedisState> {
  return {
    create: (readers) => ({ readers, subscribers: [], deliveryNext: 1 }),
    step: (state, input) => step(settings, state, input),
    nextDeadlineMs: () => null,
    breaksConnections: true,
  };
}

function step(settings: RedisSettings, state: RedisState, input: ServiceInput): Step {
  switch (input.kind) {
    case 'publish':
      return publish(settings, state, input.message);
    case 'connect': {
      const patterns = patternsOf(settings, state, input.reader);
      const own = { consumer: input.consumer, reader: input.reader, patterns };
      return { state: { ...state, subscribers: [...state.subscribers, own] }, effects: [] };
    }
    case 'disconnect': {
      const subscribers = state.subscribers.filter(({ consumer }) => consumer !== input.consumer);
      return { state: { ...state, subscribers }, effects: [] };
    }
    case 'replay':
      return { state, effects: [{ kind: 'replay-refused', reader: input.reader }] };
    case 'server-down':
      return { state: { ...state, subscribers: [] }, effects: [] };
    case 'poll':
    case 'acknowledge':
    case 'reject':
    case 'server-up':
    case 'tick':
      return { state, effects: [] };
  }
}

function publish(settings: RedisSettings, state: RedisState, message: Message): Step {
  const channel = channelOf(settings, message);
  const hearing = state.subscribers.filter(({ patterns }) =>
    patterns.some((pattern) => matchesGlob(pattern, channel)),
  );
  if (hearing.length === 0) {
    const lost = { kind: 'drop', message, reader: null, reason: 'no-subscriber' } as const;
    return { state, effects: [lost] };
  }
  const effects = hearing.map(({ consumer }, index) => ({
    kind: 'deliver' as const,
    delivery: state.deliveryNext + index,
    consumer,
    message,
    isMarked: false,
    count: null,
  }));
  return { state: { ...state, deliveryNext: state.deliveryNext + hearing.length }, effects };
}

function channelOf({ channels }: RedisSettings, { kind }: Message): string {
  return channels === 'one' ? 'shop' : `shop.${kind}`;
}

function patternsOf(
  { channels }: RedisSettings,
  { readers }: RedisState,
  name: ReaderName,
): readonly string[] {
  if (channels === 'one') return ['shop'];
  const wanted = readers.find((reader) => reader.name === name)?.kinds;
  return wanted ? wanted.map((kind) => `shop.${kind}`) : ['shop.*'];
}
