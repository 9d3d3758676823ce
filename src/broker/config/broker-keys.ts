/** All broker keys in one table. */
import { clusterKeys } from './cluster-keys.ts';
import { coordinatorKeys } from './coordinator-keys.ts';
import type { Key } from './keys.ts';
import { logKeys } from './log-keys.ts';
import { replicationQuotaKeys } from './quota-keys.ts';
import { remoteKeys } from './remote-keys.ts';
import { securityKeys } from './security-keys.ts';
import { serverKeys } from './server-keys.ts';

export const brokerKeys = {
  ...serverKeys,
  ...clusterKeys,
  ...logKeys,
  ...coordinatorKeys,
  ...securityKeys,
  ...remoteKeys,
};

/** Names that say the same in other units, the one that counts first. */
const unitGroups = [
  ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'],
  ['log.roll.ms', 'log.roll.hours'],
  ['log.roll.jitter.ms', 'log.roll.jitter.hours'],
] as const;

/** The key itself and what stands in for it, the strongest first. */
export function brokerSynonyms(name: string): readonly string[] {
  if (name === 'log.flush.interval.ms') return [name, 'log.flush.scheduler.interval.ms'];
  return unitGroups.find((group) => (group as readonly string[]).includes(name)) ?? [name];
}

export function brokerKey(name: string): Key | undefined {
  return Object.hasOwn(brokerKeys, name) ? brokerKeys[name as keyof typeof brokerKeys] : undefined;
}

/** A key that can be set while the broker runs, also one that is not in its properties file. */
export function dynamicBrokerKey(name: string): Key | undefined {
  return Object.hasOwn(replicationQuotaKeys, name)
    ? replicationQuotaKeys[name as keyof typeof replicationQuotaKeys]
    : brokerKey(name);
}

const listenerPrefix = /^listener\.name\.[^.]*\.(.*)$/;

/** `max.connections` of `listener.name.plaintext.max.connections`; undefined for other names. */
export function listenerBaseName(name: string): string | undefined {
  return listenerPrefix.exec(name)?.[1];
}
