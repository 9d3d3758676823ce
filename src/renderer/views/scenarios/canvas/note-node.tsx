/** A note beside the drawing. */
import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { useLanguage } from '../../../i18n/index.ts';
import type { FlowNode } from './flow-nodes.ts';
import styles from './nodes.module.css';

export const NoteNode = memo(function NoteNode({ data }: NodeProps<FlowNode>) {
  const language = useLanguage();
  return (
    <div className={styles.note}>
      <Handle type="target" position={Position.Left} className={styles.handle} />
      <p>{data.node.title[language]}</p>
      <Handle type="source" position={Position.Right} className={styles.handle} />
    </div>
  );
});
