/** The questions before a topic is changed for good. */
import type { TopicPartition } from '../../../main/contract/index.ts';
import { AddPartitions } from './add-partitions.tsx';
import { CloneTopic } from './clone-topic.tsx';
import { DeleteTopic, TruncateTopic } from './delete-topic.tsx';
import { PurgeTopic } from './purge-topic.tsx';

export type TopicDialogName = 'delete' | 'truncate' | 'purge' | 'addPartitions' | 'clone';

export function TopicDialogs(props: {
  readonly dialog: TopicDialogName;
  readonly topic: string;
  readonly partitions: readonly TopicPartition[];
  readonly onClose: () => void;
  readonly onGone: () => void;
  readonly onChanged: () => void;
}) {
  const { topic, partitions, onClose } = props;
  const recordCount = partitions.reduce(
    (sum, row) => sum + Math.max(0, row.highWatermark - row.logStartOffset),
    0,
  );
  const held = { topic, recordCount, onClose };
  switch (props.dialog) {
    case 'delete':
      return <DeleteTopic {...held} onDone={props.onGone} />;
    case 'truncate':
      return <TruncateTopic {...held} onDone={props.onChanged} />;
    case 'purge':
      return <PurgeTopic topic={topic} partitionCount={partitions.length} onClose={onClose} />;
    case 'addPartitions':
      return <AddPartitions topic={topic} presentCount={partitions.length} onClose={onClose} />;
    case 'clone':
      return <CloneTopic {...held} />;
  }
}
