/** The cluster in a word and a number, for the top bar. */
import type { ClusterState } from '../../main/contract/index.ts';
import { isAnswering } from '../objects/answering.ts';
import type { Tone } from '../ui/status.tsx';

const tones: { readonly [Phase in ClusterState['phase']]: Tone } = {
  starting: 'busy',
  ready: 'done',
  degraded: 'attention',
  stopped: 'quiet',
  unreachable: 'failure',
};

export function clusterTone(cluster: ClusterState): Tone {
  return tones[cluster.phase];
}

export function countReady(cluster: ClusterState): number {
  return Object.values(cluster.brokers).filter(isAnswering).length;
}
