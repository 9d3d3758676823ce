/** What a broker does now, in a word. */
import type { BrokerPhase, BrokerState } from '../../main/contract/index.ts';
import { useT } from '../i18n/index.ts';
import { Status, type Tone } from './status.tsx';

const tones: { readonly [Phase in BrokerPhase]: Tone } = {
  starting: 'busy',
  ready: 'done',
  frozen: 'attention',
  stopping: 'busy',
  exited: 'quiet',
  crashed: 'failure',
  backoff: 'failure',
  foreign: 'done',
  lost: 'failure',
};

export function BrokerStatus(props: { readonly broker: Pick<BrokerState, 'phase' | 'isFenced'> }) {
  const t = useT();
  const { phase, isFenced } = props.broker;
  const isUp = phase === 'ready' || phase === 'foreign';
  if (isUp && isFenced) return <Status tone="attention">{t('cluster.phase-fenced')}</Status>;
  return <Status tone={tones[phase]}>{t(`cluster.phase-${phase}`)}</Status>;
}
