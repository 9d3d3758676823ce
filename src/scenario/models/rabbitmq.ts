/**
 * RabbitMQ: an exchange copies each message into the queues that are bound to it; a queue gives
 * each of its messages to one consumer and keeps it until that one has acknowledged it.
 */
import type { ReaderName } from '../../main/contract/models.ts';
import { type QueuePlan, queuesOf, routedTo } from './rabbitmq-bindings.ts';
import type { ServiceEffect, ServiceInput, ServiceModel, ServiceStep } from './service-model.ts';
import type { Message, Reader } from './workload.ts';

export type RabbitSettings = {
  readonly exchange: 'fanout' | 'direct' | 'topic';
  /** A queue for each application, or one that all of them share. */
  readonly queues: 'per-reader' | 'shared';
  readonly queueType: 'classic' | 'quorum';
  /** Of classic queues and their messages; quorum queues always are. */
  readonly isDurable: boolean;
  /** Messages that a consumer may hold unacknowledged. */
  readonly prefetch: number;
  /** How often a quorum queue takes a message back; null: as often as it comes. */
  readonly deliveryLimit: number | null;
  readonly hasDeadLetters: boolean;
  /** The queue of the one who comes late was declared and bound beforehand. */
  readonly isLateQueueReady: boolean;
};

export const rabbitDefault: RabbitSettings = {
  exchange: 'topic',
  queues: 'per-reader',
  queueType: 'quorum',
  isDurable: true,
  prefetch: 5,
  deliveryLimit: 3,
  hasDeadLetters: true,
  isLateQueueReady: false,
};

type Waiting = {
  readonly message: Message;
  /** Its place: what comes back goes where it was. */
  readonly order: number;
  readonly isRedelivered: boolean;
  readonly returnCount: number;
};

type Held = Waiting & { readonly delivery: number; readonly consumer: string };

type Queue = QueuePlan & {
  /** In the order in which they are given out. */
  readonly waiting: readonly Waiting[];
  readonly held: readonly Held[];
  readonly consumers: readonly string[];
  /** Whose turn it is. */
  readonly turn: number;
};

type RabbitState = {
  readonly readers: readonly Reader[];
  readonly queues: readonly Queue[];
  readonly orderNext: number;
  readonly deliveryNext: number;
  readonly isUp: boolean;
};

type Step = ServiceStep<RabbitState>;

export function rabbitmq(settings: RabbitSettings): ServiceModel<RabbitState> {
  return {
    create: (readers) => ({
      readers,
      queues: queuesOf(settings, readers)
        .filter((queue) => settings.isLateQueueReady || !isLate(queue, readers))
        .map(emptyQueue),
      orderNext: 1,
      deliveryNext: 1,
      isUp: true,
    }),
    step: (state, input) => {
      const { state: next, effects } = apply(settings, state, input);
      const given = giveOut(settings, next);
      return { state: given.state, effects: [...effects, ...given.effects] };
    },
    nextDeadlineMs: () => null,
    breaksConnections: true,
  };
}

function emptyQueue(plan: QueuePlan): Queue {
  return { ...plan, waiting: [], held: [], consumers: [], turn: 0 };
}

function isLate({ reader }: QueuePlan, readers: readonly Reader[]): boolean {
  return (readers.find(({ name }) => name === reader)?.fromMs ?? 0) > 0;
}

function apply(settings: RabbitSettings, state: RabbitState, input: ServiceInput): Step {
  switch (input.kind) {
    case 'publish':
      return publish(settings, state, input.message);
    case 'connect':
      return quiet(connect(settings, state, input.consumer, input.reader));
    case 'disconnect':
      return disconnect(settings, state, input.consumer);
    case 'acknowledge':
      return quiet(mapQueues(state, (queue) => without(queue, input.delivery)));
    case 'reject':
      return reject(settings, state, input.delivery);
    case 'replay':
      // What was acknowledged is not there any more.
      return { state, effects: [{ kind: 'replay-refused', reader: input.reader }] };
    case 'server-down':
      return serverDown(settings, state);
    case 'server-up':
      return quiet({ ...state, isUp: true });
    case 'poll':
    case 'tick':
      return quiet(state);
  }
}

function quiet(state: RabbitState): Step {
  return { state, effects: [] };
}

function publish(settings: RabbitSettings, state: RabbitState, message: Message): Step {
  const names = routedTo(settings, state.queues, message.kind);
  // Nobody is bound: without the mandatory flag the exchange drops it in silence.
  if (names.length === 0) {
    return { state, effects: [{ kind: 'drop', message, reader: null, reason: 'no-queue' }] };
  }
  const item = { message, order: state.orderNext, isRedelivered: false, returnCount: 0 };
  const queues = state.queues.map((queue) =>
    names.includes(queue.name) ? { ...queue, waiting: [...queue.waiting, item] } : queue,
  );
  return quiet({ ...state, queues, orderNext: state.orderNext + 1 });
}

/** A consumer declares the queue that it reads if it is not there yet. */
function connect(
  settings: RabbitSettings,
  state: RabbitState,
  consumer: string,
  reader: ReaderName,
): RabbitState {
  const plans = queuesOf(settings, state.readers);
  const plan = plans.find((queue) => queue.reader === null || queue.reader === reader);
  if (!plan) return state;
  const known = state.queues.some(({ name }) => name === plan.name);
  const queues = known ? state.queues : [...state.queues, emptyQueue(plan)];
  return mapQueues({ ...state, queues }, (queue) =>
    queue.name === plan.name ? { ...queue, consumers: [...queue.consumers, consumer] } : queue,
  );
}

function disconnect(settings: RabbitSettings, state: RabbitState, consumer: string): Step {
  const effects: ServiceEffect[] = [];
  const next = mapQueues(state, (queue) => {
    if (!queue.consumers.includes(consumer)) return queue;
    const back = queue.held.filter((held) => held.consumer === consumer);
    const left = {
      ...queue,
      consumers: queue.consumers.filter((name) => name !== consumer),
      held: queue.held.filter((held) => held.consumer !== consumer),
    };
    return takeBack(settings, left, back, effects);
  });
  return { state: next, effects };
}

function reject(settings: RabbitSettings, state: RabbitState, delivery: number): Step {
  const effects: ServiceEffect[] = [];
  const next = mapQueues(state, (queue) => {
    const back = queue.held.filter((held) => held.delivery === delivery);
    return back.length === 0 ? queue : takeBack(settings, without(queue, delivery), back, effects);
  });
  return { state: next, effects };
}

/**
 * Into the place where it was, marked as redelivered. A quorum queue counts: past its limit the
 * message goes to the dead letters, or away; without a limit it goes to the end of the queue, so
 * that the log behind can be cut.
 */
function takeBack(
  settings: RabbitSettings,
  queue: Queue,
  back: readonly Held[],
  effects: ServiceEffect[],
): Queue {
  const { queueType, deliveryLimit, hasDeadLetters } = settings;
  let waiting = [...queue.waiting];
  for (const { message, order, returnCount } of back) {
    const item = { message, order, isRedelivered: true, returnCount: returnCount + 1 };
    const isOver = queueType === 'quorum' && deliveryLimit !== null && returnCount >= deliveryLimit;
    if (isOver && hasDeadLetters) {
      effects.push({ kind: 'dead-letter', message, reader: queue.reader });
    } else if (isOver) {
      effects.push({ kind: 'drop', message, reader: queue.reader, reason: 'delivery-limit' });
    } else if (queueType === 'quorum' && deliveryLimit === null) {
      waiting = [...waiting, item];
    } else {
      const at = waiting.findIndex((other) => other.order > order);
      waiting = at === -1 ? [...waiting, item] : waiting.toSpliced(at, 0, item);
    }
  }
  return { ...queue, waiting };
}

/** Connections break. What is not durable is gone; what was out with a consumer comes back. */
function serverDown(settings: RabbitSettings, state: RabbitState): Step {
  const isKept = settings.queueType === 'quorum' || settings.isDurable;
  const effects: ServiceEffect[] = [];
  const queues = state.queues.map((queue): Queue => {
    const all = [...queue.waiting, ...queue.held].sort((left, right) => left.order - right.order);
    if (!isKept) {
      for (const { message } of all) {
        effects.push({ kind: 'drop', message, reader: queue.reader, reason: 'not-durable' });
      }
      return { ...queue, waiting: [], held: [], consumers: [] };
    }
    const held = new Set(queue.held.map(({ order }) => order));
    const waiting = all.map(({ message, order, isRedelivered, returnCount }) => ({
      message,
      order,
      returnCount,
      isRedelivered: isRedelivered || held.has(order),
    }));
    return { ...queue, waiting, held: [], consumers: [] };
  });
  return { state: { ...state, queues, isUp: false }, effects };
}

/** Consumers of a queue take turns; one that holds as many as it may is passed over. */
function giveOut(settings: RabbitSettings, state: RabbitState): Step {
  if (!state.isUp) return quiet(state);
  const effects: ServiceEffect[] = [];
  let { deliveryNext } = state;
  const queues = state.queues.map((queue) => {
    const waiting = [...queue.waiting];
    const held = [...queue.held];
    let { turn } = queue;
    for (let item = waiting[0]; item; item = waiting[0]) {
      const consumer = nextFree(queue.consumers, held, turn, settings.prefetch);
      if (consumer === null) break;
      waiting.shift();
      turn = queue.consumers.indexOf(consumer) + 1;
      held.push({ ...item, consumer, delivery: deliveryNext });
      effects.push({
        kind: 'deliver',
        delivery: deliveryNext,
        consumer,
        message: item.message,
        isMarked: item.isRedelivered,
        // Only quorum queues tell how often.
        count: settings.queueType === 'quorum' ? item.returnCount + 1 : null,
      });
      deliveryNext += 1;
    }
    return { ...queue, waiting, held, turn };
  });
  return { state: { ...state, queues, deliveryNext }, effects };
}

function nextFree(
  consumers: readonly string[],
  held: readonly Held[],
  turn: number,
  prefetch: number,
): string | null {
  for (let offset = 0; offset < consumers.length; offset += 1) {
    const consumer = consumers[(turn + offset) % consumers.length] as string;
    if (held.filter((item) => item.consumer === consumer).length < prefetch) return consumer;
  }
  return null;
}

function without(queue: Queue, delivery: number): Queue {
  if (!queue.held.some((held) => held.delivery === delivery)) return queue;
  return { ...queue, held: queue.held.filter((held) => held.delivery !== delivery) };
}

function mapQueues(state: RabbitState, change: (queue: Queue) => Queue): RabbitState {
  return { ...state, queues: state.queues.map(change) };
}
