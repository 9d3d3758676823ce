/** The states, types and hosts of groups in the words of Kafka's tools. */
import type { GroupPhase, GroupSummary } from '../../main/contract/groups.ts';

const stateNames: { readonly [Phase in GroupPhase]: string } = {
  stable: 'Stable',
  'preparing-rebalance': 'PreparingRebalance',
  'completing-rebalance': 'CompletingRebalance',
  assigning: 'Assigning',
  reconciling: 'Reconciling',
  empty: 'Empty',
  dead: 'Dead',
  unknown: 'Unknown',
};

export function stateName(phase: GroupPhase): string {
  return stateNames[phase];
}

export function typeName(type: GroupSummary['type']): string {
  return `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`;
}

/** Java writes an address behind the (missing) host name and a slash. */
export function hostName(host: string): string {
  return host === '' ? '-' : `/${host}`;
}

/** What stands where there is nothing to say. */
export const missing = '-';

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
