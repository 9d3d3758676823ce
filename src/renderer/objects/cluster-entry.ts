/** A cluster of the list in words and tones, wherever it is shown. */
import type { ClusterEntry, WorkspacePhase } from '../../main/contract/index.ts';
import type { Translate } from '../i18n/index.ts';
import type { Tone } from '../ui/status.tsx';

const tones: { readonly [Phase in WorkspacePhase]: Tone } = {
  unknown: 'quiet',
  starting: 'busy',
  ready: 'done',
  degraded: 'attention',
  stopped: 'quiet',
  unreachable: 'failure',
};

export function entryTone({ phase }: ClusterEntry): Tone {
  return tones[phase];
}

export function entryName({ name }: ClusterEntry, t: Translate): string {
  return name ?? t('settings.unnamed');
}

export function entryPhase({ kind, phase }: ClusterEntry, t: Translate): string {
  if (kind === 'foreign' && phase === 'ready') return t('settings.connected');
  return t(`settings.phase-${phase}`);
}
