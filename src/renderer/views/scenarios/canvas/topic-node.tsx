/** A topic: its name, and while a run is on what was written to it. */
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { useFormat, useLanguage, useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useRunFigures } from '../run/run-store.ts';
import { TopicActions } from '../run/topic-actions.tsx';
import { FaultBadge } from './fault-badge.tsx';
import type { FlowNode } from './flow-nodes.ts';
import { NodeTitle } from './node-title.tsx';
import styles from './nodes.module.css';

export const TopicNode = memo(function TopicNode({ data }: NodeProps<FlowNode>) {
  const t = useT();
  const format = useFormat();
  const language = useLanguage();
  const { node, faultCount } = data;
  const { run, isOn } = useRunFigures((state) => state.run?.topics[node.name]);
  const title = node.title[language];
  return (
    <div className={styles.topic} data-dead={node.isDeadLetter || undefined}>
      <Handle type="target" position={Position.Left} className={styles.handle} />
      <div className={styles.head}>
        <Icon name={node.isDeadLetter ? 'warning' : 'topic'} size={14} />
        <NodeTitle id={node.id} name={node.name} title={node.name} hint={title} />
        <FaultBadge count={faultCount} />
        {isOn && <TopicActions name={node.name} isDeadLetter={node.isDeadLetter} />}
      </div>
      <span className={styles.line}>
        {run ? (
          <>
            <span>
              {t('common.records', { count: run.inCount, amount: format.number(run.inCount) })}
            </span>
            {isOn && <span>{t('common.perS', { rate: format.rate(run.inPerS) })}</span>}
          </>
        ) : (
          <span>{t('common.partitionCount', { count: node.count })}</span>
        )}
        {!run && node.isDeadLetter && <span>{t('studio.deadLetters')}</span>}
      </span>
      <Handle type="source" position={Position.Right} className={styles.handle} />
    </div>
  );
});
