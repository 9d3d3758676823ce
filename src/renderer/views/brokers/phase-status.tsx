/** What a broker does now, in a word. */
import { useT } from '../../i18n/index.ts';
import { Status, type Tone } from '../../ui/status.tsx';
import type { BrokerPhase, BrokerState } from '../../../main/contract/index.ts';

const tones: { readonly [Phase in BrokerPhase]: Tone } = {
  starting: 'busy',
  ready: 'done',
  frozen: 'attention',
  stopping: 'busy',
  exited: 'quiet',
  crashed: 'failure',
  backoff: 'attention',
  foreign: 'done',
};

export function PhaseStatus({ broker }: { readonly broker: BrokerState }) {
  const t = useT();
  const isUp = broker.phase === 'ready' || broker.phase === 'foreign';
  if (isUp && broker.isFenced) {
    return <Status tone="attention">{t('cluster.phase-fenced')}</Status>;
  }
  return <Status tone={tones[broker.phase]}>{t(`cluster.phase-${broker.phase}`)}</Status>;
}
