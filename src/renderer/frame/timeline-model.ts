/** Events of the cluster as lines for people: what belongs together is one line. */
import type { BrokerExit, ClusterEvent } from '../../main/contract/index.ts';
import type { Key, Translate } from '../i18n/index.ts';
import type { IconName } from '../ui/icon.tsx';

export type Entry = {
  /** Of the newest event in it. */
  readonly id: number;
  readonly atMs: number;
  readonly event: ClusterEvent;
  /** Further events like this one, of other partitions. */
  readonly others: readonly ClusterEvent[];
};

export type Tone = 'plain' | 'good' | 'bad' | 'change';

/** Partition changes this close together have one cause. */
const togetherMs = 1500;

/** Newest first. */
export function entriesOf(events: readonly ClusterEvent[]): readonly Entry[] {
  const entries: Entry[] = [];
  const openByKey = new Map<string, number>();
  for (const event of events) {
    // The first leader of a new partition is no news beside the creation of its topic.
    if (event.kind === 'leader-changed' && event.leaderEpoch === 0) continue;
    const key = mergeKey(event);
    const at = key === null ? undefined : openByKey.get(key);
    const open = at === undefined ? undefined : entries[at];
    if (at !== undefined && open && event.atMs - open.atMs <= togetherMs) {
      entries[at] = { ...open, id: event.id, others: [...open.others, event] };
    } else {
      if (key !== null) openByKey.set(key, entries.length);
      entries.push({ id: event.id, atMs: event.atMs, event, others: [] });
    }
  }
  return entries.reverse();
}

/** Two leader changes to the same broker, two ISR changes to the same set. */
function mergeKey(event: ClusterEvent): string | null {
  if (event.kind === 'leader-changed') return `leader ${event.leader}`;
  if (event.kind === 'isr-changed') return `isr ${[...event.isr].sort().join()}`;
  return null;
}

export function toneOf(event: ClusterEvent): Tone {
  switch (event.kind) {
    case 'broker-ready':
    case 'broker-unfenced':
    case 'broker-thawed':
      return 'good';
    case 'broker-exited':
      return event.exit.reason === 'stopped' ? 'plain' : 'bad';
    case 'broker-fenced':
    case 'broker-frozen':
      return 'bad';
    case 'replica-damaged':
      return event.state === 'repaired' ? 'good' : 'bad';
    case 'controller-changed':
    case 'leader-changed':
      return 'change';
    case 'isr-changed':
    case 'broker-started':
    case 'topic-created':
    case 'topic-deleted':
    case 'config-changed':
    case 'group-rebalanced':
      return 'plain';
  }
}

export function iconOf(event: ClusterEvent): IconName {
  switch (event.kind) {
    case 'broker-exited':
      return event.exit.reason === 'stopped' ? 'stop' : 'bolt';
    case 'broker-frozen':
      return 'snow';
    case 'replica-damaged':
      return event.state === 'repaired' ? 'restart' : 'bolt';
    case 'controller-changed':
    case 'leader-changed':
      return 'crown';
    case 'isr-changed':
      return 'restart';
    case 'topic-created':
    case 'topic-deleted':
      return 'topic';
    case 'config-changed':
      return 'edit';
    case 'group-rebalanced':
      return 'group';
    default:
      return 'cluster';
  }
}

export function sentenceOf(entry: Entry, t: Translate): string {
  const text = eventText(entry.event, t);
  if (entry.others.length === 0) return text;
  return `${text}, ${t('frame.evMore', { count: entry.others.length })}`;
}

const simple = {
  'broker-frozen': 'frame.evBrokerFrozen',
  'broker-thawed': 'frame.evBrokerThawed',
  'broker-fenced': 'frame.evBrokerFenced',
  'broker-unfenced': 'frame.evBrokerUnfenced',
} as const satisfies { readonly [kind: string]: Key };

const damageKeys = {
  found: 'frame.evDamageFound',
  repaired: 'frame.evDamageRepaired',
  alone: 'frame.evDamageAlone',
  failed: 'frame.evDamageFailed',
} as const satisfies { readonly [state: string]: Key };

function eventText(event: ClusterEvent, t: Translate): string {
  switch (event.kind) {
    case 'broker-started':
      return t('frame.evBrokerStarted', { id: event.brokerId, pid: event.pid });
    case 'broker-ready':
      return t('frame.evBrokerReady', { id: event.brokerId, pid: event.pid });
    case 'broker-exited':
      return exitText(event.brokerId, event.exit, t);
    case 'broker-frozen':
    case 'broker-thawed':
    case 'broker-fenced':
    case 'broker-unfenced':
      return t(simple[event.kind], { id: event.brokerId });
    case 'controller-changed':
      return event.controllerId < 0
        ? t('frame.evNoController', { epoch: event.quorumEpoch })
        : t('frame.evController', { id: event.controllerId, epoch: event.quorumEpoch });
    case 'topic-created':
      return t('frame.evTopicCreated', { topic: event.topic });
    case 'topic-deleted':
      return t('frame.evTopicDeleted', { topic: event.topic });
    case 'config-changed':
      return t('frame.evConfig', {
        resource: t(`frame.evConfig-${event.resource}`),
        name: event.name || t('frame.evConfigAll'),
        keys: event.keys.join(', '),
      });
    case 'group-rebalanced':
      return t('frame.evRebalance', { group: event.groupId, generation: event.generation });
    case 'replica-damaged': {
      const partition = `${event.topic}-${event.partition}`;
      const { brokerId: id, offset, file } = event;
      return t(damageKeys[event.state], { id, partition, offset, file });
    }
    case 'leader-changed': {
      const partition = `${event.topic}-${event.partition}`;
      if (event.leader < 0) return t('frame.evNoLeader', { partition });
      return t('frame.evLeader', { partition, leader: event.leader, epoch: event.leaderEpoch });
    }
    case 'isr-changed': {
      const partition = `${event.topic}-${event.partition}`;
      return t('frame.evIsr', { partition, isr: `[${event.isr.join(', ')}]` });
    }
  }
}

function exitText(id: number, exit: BrokerExit, t: Translate): string {
  if (exit.reason === 'stopped') return t('frame.evBrokerStopped', { id });
  if (exit.reason === 'killed-by-user') return t('frame.evBrokerKilled', { id });
  return t('frame.evBrokerExited', { id, reason: t(`cluster.exit-${exit.reason}`) });
}
