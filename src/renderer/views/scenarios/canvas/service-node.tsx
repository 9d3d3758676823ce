/** A service: what it does, and while it runs how it stands. */
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { useFormat, useLanguage, useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Status } from '../../../ui/status.tsx';
import type { ServiceRun } from '../../../../main/contract/index.ts';
import { isQueueing, serviceTone } from '../model.ts';
import { useRunFigures } from '../run/run-store.ts';
import { ServiceActions } from '../run/service-actions.tsx';
import { useBlockWords } from '../words.ts';
import { FaultBadge } from './fault-badge.tsx';
import type { FlowNode } from './flow-nodes.ts';
import styles from './nodes.module.css';
import { NodeTitle } from './node-title.tsx';

const phaseKeys = {
  starting: 'scenarios.serviceStarting',
  up: 'scenarios.up',
  stopping: 'scenarios.serviceStopping',
  down: 'scenarios.down',
  crashed: 'scenarios.crashed',
} as const;

export const ServiceNode = memo(function ServiceNode({ data }: NodeProps<FlowNode>) {
  const t = useT();
  const language = useLanguage();
  const { node, faultCount } = data;
  const { run, isOn } = useRunFigures((state) => state.run?.services[node.name]);
  const title = node.title[language];
  return (
    <div className={styles.service} data-phase={run && isOn ? run.phase : undefined}>
      <Handle type="target" position={Position.Left} className={styles.handle} />
      <div className={styles.head}>
        <Icon name="service" size={15} />
        <NodeTitle id={node.id} name={node.name} title={title} />
        <FaultBadge count={faultCount} />
        <Instances count={node.count} run={isOn ? run : undefined} />
      </div>
      {run ? (
        <Figures run={run} isOn={isOn} />
      ) : (
        <>
          <code className={styles.name}>{node.name}</code>
          <Blocks blocks={node.blocks} />
          <span className={styles.quiet}>
            {node.blocks.length === 0 ? t('studio.doesNothing') : ''}
          </span>
        </>
      )}
      {run && isOn && <ServiceActions name={node.name} title={title} run={run} />}
      <Handle type="source" position={Position.Right} className={styles.handle} />
    </div>
  );
});

function Instances({
  count,
  run,
}: {
  readonly count: number;
  readonly run?: ServiceRun | undefined;
}) {
  const t = useT();
  if (!run && count === 1) return null;
  const text = run ? `${run.upCount}/${run.instanceCount}` : `×${count}`;
  return (
    <span className={styles.instances} title={t('studio.instancesHint')}>
      {text}
    </span>
  );
}

const blocksShown = 4;

function Blocks({ blocks }: { readonly blocks: readonly string[] }) {
  const words = useBlockWords();
  if (blocks.length === 0) return null;
  const rest = blocks.length - blocksShown;
  return (
    <span className={styles.blocks}>
      {blocks.slice(0, blocksShown).map((block, at) => (
        <span key={`${block} ${at}`} className={styles.block}>
          {words.title(block)}
        </span>
      ))}
      {rest > 0 && <span className={styles.quiet}>+{rest}</span>}
    </span>
  );
}

function Figures({ run, isOn }: { readonly run: ServiceRun; readonly isOn: boolean }) {
  const t = useT();
  const format = useFormat();
  // A rate is of now; of a run that ended the sums are left.
  const flow = (rate: number, sum: number) =>
    isOn ? t('common.perS', { rate: format.rate(rate) }) : format.compact(sum);
  const troubles = [
    ['scenarios.failed', run.failedCount],
    ['scenarios.retried', run.retriedCount],
    ['scenarios.deadLettered', run.deadLetteredCount],
  ] as const;
  const shown = troubles.filter(([, count]) => count > 0);
  return (
    <>
      <span className={styles.state}>
        {isOn ? (
          <Status tone={serviceTone(run.phase)}>{t(phaseKeys[run.phase])}</Status>
        ) : (
          <Status tone="quiet">{t('scenarios.idle')}</Status>
        )}
        {run.trouble.slowFactor !== 1 && (
          <span className={styles.trouble}>
            {t('studio.slowTag', { factor: run.trouble.slowFactor })}
          </span>
        )}
        {run.trouble.failEvery > 0 && (
          <span className={styles.trouble}>
            {t('studio.failTag', { count: run.trouble.failEvery })}
          </span>
        )}
      </span>
      <span className={styles.rates}>
        {run.lag !== null && (
          <span>
            {t('scenarios.in')} {flow(run.inPerS, run.inCount)}
          </span>
        )}
        <span>
          {t('scenarios.out')} {flow(run.outPerS, run.outCount)}
        </span>
        {run.rowCount > 0 && (
          <span>{t('studio.rows', { amount: format.compact(run.rowCount) })}</span>
        )}
      </span>
      <span className={styles.line}>
        {run.lag !== null && (
          <span className={styles.waiting} data-long={isQueueing(run) || undefined}>
            {t('scenarios.waitingCount', { amount: format.number(run.lag) })}
          </span>
        )}
        {shown.length > 0 && (
          <span className={styles.troubles} title={run.lastError ?? undefined}>
            {shown.map(([key, count]) => t(key, { amount: format.number(count) })).join(' · ')}
          </span>
        )}
      </span>
    </>
  );
}
