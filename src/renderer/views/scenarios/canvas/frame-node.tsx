/** A frame around what belongs together; it is moved by its head. */
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useLanguage } from '../../../i18n/index.ts';
import type { FlowNode } from './flow-nodes.ts';
import { NodeTitle } from './node-title.tsx';
import styles from './nodes.module.css';

export const FrameNode = memo(function FrameNode({ data }: NodeProps<FlowNode>) {
  const language = useLanguage();
  const { id, name, title } = data.node;
  return (
    <div className={styles.frame}>
      <div className={`frame-head ${styles.frameHead}`}>
        <NodeTitle id={id} name={name} title={title[language]} />
      </div>
    </div>
  );
});
