/**
 * Amazon SQS: consumers ask for messages. One that was handed out is hidden for the visibility
 * timeout and comes back unless it was deleted by then. Standard queues keep no strict order and
 * may hand a message out twice; FIFO queues keep the order of each message group and let only one
 * send with the same deduplication id through within five minutes.
 */
import type { ReaderName } from '../../main/contract/models.ts';
import { draw } from './seeded.ts';
import type { ServiceEffect, ServiceInput, ServiceModel, ServiceStep } from './service-model.ts';
import { isWanted, type Message, type Reader } from './workload.ts';

export type SqsSettings = {
  readonly type: 'standard' | 'fifo';
  /** A queue for each application with SNS in front of them, or one that all of them share. */
  readonly queues: 'per-reader' | 'shared';
  readonly visibilityMs: number;
  /** Receives before a message goes to the dead-letter queue; null: there is none. */
  readonly maxReceiveCount: number | null;
  readonly retentionMs: number;
  /** Standard only: the share of receives that do not take the oldest message. */
  readonly disorder: number;
  /** Standard only: the share of receives after which the message is handed out once more. */
  readonly duplicates: number;
  readonly isLateQueueReady: boolean;
};

/** The window of FIFO queues; it cannot be changed. */
export const deduplicationMs = 5 * 60_000;

export const sqsDefault: SqsSettings = {
  type: 'standard',
  queues: 'per-reader',
  visibilityMs: 5_000,
  maxReceiveCount: 3,
  retentionMs: 4 * 24 * 3_600_000,
  disorder: 0.15,
  duplicates: 0.04,
  isLateQueueReady: false,
};

type Stored = {
  readonly message: Message;
  readonly sentAtMs: number;
  readonly receiveCount: number;
  /** It is hidden before this. */
  readonly visibleAtMs: number;
  /** Of its last receive; an older receipt deletes nothing in a FIFO queue. */
  readonly delivery: number | null;
};

type SqsQueue = {
  readonly reader: ReaderName | null;
  readonly messages: readonly Stored[];
  /** Deduplication id -> when it was first sent. */
  readonly seen: { readonly [id: string]: number };
};

type Poller = { readonly consumer: string; readonly reader: ReaderName };

type SqsState = {
  readonly readers: readonly Reader[];
  readonly queues: readonly SqsQueue[];
  readonly consumers: { readonly [consumer: string]: ReaderName };
  /** Long polls that wait for a message. */
  readonly pollers: readonly Poller[];
  readonly deliveryNext: number;
  readonly chance: number;
};

type Step = ServiceStep<SqsState>;

export function sqs(settings: SqsSettings): ServiceModel<SqsState> {
  return {
    create: (readers, seed) => ({
      readers,
      queues: plannedQueues(settings, readers),
      consumers: {},
      pollers: [],
      deliveryNext: 1,
      chance: seed,
    }),
    step: (state, input, nowMs) => {
      const aged = expire(settings, state, nowMs);
      const applied = apply(settings, aged.state, input, nowMs);
      const given = giveOut(settings, applied.state, nowMs);
      return {
        state: given.state,
        effects: [...aged.effects, ...applied.effects, ...given.effects],
      };
    },
    nextDeadlineMs: (state, nowMs) => nextDeadlineMs(settings, state, nowMs),
    // Several data centres hold every message: no failing machine is seen from outside.
    breaksConnections: false,
  };
}

function plannedQueues(settings: SqsSettings, readers: readonly Reader[]): readonly SqsQueue[] {
  if (settings.queues === 'shared') return [emptyQueue(null)];
  return readers
    .filter(({ fromMs }) => settings.isLateQueueReady || fromMs === 0)
    .map(({ name }) => emptyQueue(name));
}

function emptyQueue(reader: ReaderName | null): SqsQueue {
  return { reader, messages: [], seen: {} };
}

function apply(settings: SqsSettings, state: SqsState, input: ServiceInput, nowMs: number): Step {
  switch (input.kind) {
    case 'publish':
      return publish(settings, state, input.message, nowMs);
    case 'connect':
      return quiet(connect(state, input.consumer, input.reader));
    case 'disconnect':
      // It only stops asking. What it holds stays hidden until its time is over.
      return quiet({
        ...state,
        pollers: state.pollers.filter(({ consumer }) => consumer !== input.consumer),
      });
    case 'poll': {
      const reader = state.consumers[input.consumer];
      if (!reader) return quiet(state);
      const waits = state.pollers.some(({ consumer }) => consumer === input.consumer);
      const poller = { consumer: input.consumer, reader };
      return quiet(waits ? state : { ...state, pollers: [...state.pollers, poller] });
    }
    case 'acknowledge':
      return quiet(remove(settings, state, input.delivery, nowMs));
    case 'reject':
      // There is no "give back": the consumer leaves it, and the time does the rest.
      return quiet(state);
    case 'replay':
      return { state, effects: [{ kind: 'replay-refused', reader: input.reader }] };
    case 'server-down':
    case 'server-up':
    case 'tick':
      return quiet(state);
  }
}

function quiet(state: SqsState): Step {
  return { state, effects: [] };
}

function connect(state: SqsState, consumer: string, reader: ReaderName): SqsState {
  const known = state.queues.some((queue) => queue.reader === null || queue.reader === reader);
  return {
    ...state,
    queues: known ? state.queues : [...state.queues, emptyQueue(reader)],
    consumers: { ...state.consumers, [consumer]: reader },
  };
}

/** SNS copies into the queue of each application whose filter policy lets the kind through. */
function publish(settings: SqsSettings, state: SqsState, message: Message, nowMs: number): Step {
  const effects: ServiceEffect[] = [];
  const queues = state.queues.map((queue): SqsQueue => {
    const reader = state.readers.find(({ name }) => name === queue.reader);
    if (reader && !isWanted(reader, message.kind)) return queue;
    const id = String(message.record);
    const before = queue.seen[id];
    if (settings.type === 'fifo' && before !== undefined && nowMs - before < deduplicationMs) {
      effects.push({ kind: 'drop', message, reader: queue.reader, reason: 'duplicate' });
      return queue;
    }
    const stored: Stored = {
      message,
      sentAtMs: nowMs,
      receiveCount: 0,
      visibleAtMs: nowMs,
      delivery: null,
    };
    return {
      ...queue,
      messages: [...queue.messages, stored],
      seen: { ...queue.seen, [id]: nowMs },
    };
  });
  return { state: { ...state, queues }, effects };
}

function remove(settings: SqsSettings, state: SqsState, delivery: number, nowMs: number): SqsState {
  const queues = state.queues.map((queue) => ({
    ...queue,
    messages: queue.messages.filter((stored) => {
      if (stored.delivery !== delivery) return true;
      // Too late: a FIFO queue takes no receipt whose time is over.
      return settings.type === 'fifo' && stored.visibleAtMs <= nowMs;
    }),
  }));
  return { ...state, queues };
}

function expire({ retentionMs }: SqsSettings, state: SqsState, nowMs: number): Step {
  const effects: ServiceEffect[] = [];
  const queues = state.queues.map((queue) => {
    const messages = queue.messages.filter(({ message, sentAtMs }) => {
      if (nowMs - sentAtMs < retentionMs) return true;
      effects.push({ kind: 'drop', message, reader: queue.reader, reason: 'expired' });
      return false;
    });
    return messages.length === queue.messages.length ? queue : { ...queue, messages };
  });
  return { state: effects.length === 0 ? state : { ...state, queues }, effects };
}

/** Answers the long polls that can be answered, in the order in which they came. */
function giveOut(settings: SqsSettings, before: SqsState, nowMs: number): Step {
  const effects: ServiceEffect[] = [];
  let state = before;
  for (const poller of before.pollers) {
    const given = receive(settings, state, poller, nowMs);
    state = given.state;
    effects.push(...given.effects);
  }
  return { state, effects };
}

function receive(settings: SqsSettings, state: SqsState, poller: Poller, nowMs: number): Step {
  const at = state.queues.findIndex(({ reader }) => reader === null || reader === poller.reader);
  const swept = sweepDead(settings, state, at, nowMs);
  const queue = swept.state.queues[at];
  if (!queue) return swept;
  const chosen = choose(settings, queue, nowMs, swept.state.chance);
  if (chosen.item === null) return { ...swept, state: { ...swept.state, chance: chosen.chance } };
  const { item } = chosen;
  const delivery = state.deliveryNext;
  // A copy on a server that did not hear of the receive is handed out once more.
  const { value, state: chance } = draw(chosen.chance);
  const isDoubled = settings.type === 'standard' && value < settings.duplicates;
  const received: Stored = {
    ...item,
    delivery,
    receiveCount: item.receiveCount + 1,
    visibleAtMs: isDoubled ? nowMs : nowMs + settings.visibilityMs,
  };
  const messages = queue.messages.map((stored) => (stored === item ? received : stored));
  const queues = swept.state.queues.with(at, { ...queue, messages });
  const pollers = swept.state.pollers.filter(({ consumer }) => consumer !== poller.consumer);
  return {
    state: { ...swept.state, queues, pollers, chance, deliveryNext: delivery + 1 },
    effects: [
      ...swept.effects,
      {
        kind: 'deliver',
        delivery,
        consumer: poller.consumer,
        message: item.message,
        isMarked: item.receiveCount > 0,
        count: item.receiveCount + 1,
      },
    ],
  };
}

/** A message that was received as often as allowed goes to the dead-letter queue instead. */
function sweepDead(settings: SqsSettings, state: SqsState, at: number, nowMs: number): Step {
  const { maxReceiveCount } = settings;
  const queue = state.queues[at];
  if (!queue || maxReceiveCount === null) return quiet(state);
  const isDead = ({ receiveCount, visibleAtMs }: Stored) =>
    receiveCount >= maxReceiveCount && visibleAtMs <= nowMs;
  const dead = queue.messages.filter(isDead);
  if (dead.length === 0) return quiet(state);
  const messages = queue.messages.filter((stored) => !isDead(stored));
  return {
    state: { ...state, queues: state.queues.with(at, { ...queue, messages }) },
    effects: dead.map(({ message }) => ({ kind: 'dead-letter', message, reader: queue.reader })),
  };
}

function choose(
  settings: SqsSettings,
  queue: SqsQueue,
  nowMs: number,
  chance: number,
): { readonly item: Stored | null; readonly chance: number } {
  const ready = queue.messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
  if (settings.type === 'fifo') {
    const hidden = queue.messages.filter(({ visibleAtMs }) => visibleAtMs > nowMs);
    // While one of a group is out, none behind it is handed out.
    const busy = new Set(hidden.map(({ message }) => message.key));
    return { item: ready.find(({ message }) => !busy.has(message.key)) ?? null, chance };
  }
  if (ready.length === 0) return { item: null, chance };
  const isMixed = draw(chance);
  if (isMixed.value >= settings.disorder) return { item: ready[0] ?? null, chance: isMixed.state };
  const pick = draw(isMixed.state);
  return { item: ready[Math.floor(pick.value * ready.length)] ?? null, chance: pick.state };
}

function nextDeadlineMs(
  { retentionMs }: SqsSettings,
  state: SqsState,
  nowMs: number,
): number | null {
  const waiting = new Set(state.pollers.map(({ reader }) => reader));
  const times = state.queues.flatMap(({ reader, messages }) => {
    // What becomes visible matters only when somebody waits for it.
    const isAwaited = reader === null ? waiting.size > 0 : waiting.has(reader);
    return messages.flatMap(({ visibleAtMs, sentAtMs, delivery }) => [
      ...(isAwaited && delivery !== null ? [visibleAtMs] : []),
      sentAtMs + retentionMs,
    ]);
  });
  const coming = times.filter((time) => time > nowMs);
  return coming.length === 0 ? null : Math.min(...coming);
}
