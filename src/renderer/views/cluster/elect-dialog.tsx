/** Electing a leader: which one, and what is lost by it, before it is done. */
import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showToast } from '../../ui/toasts.ts';
import type {
  ClusterState,
  ElectionKind,
  OffsetsState,
  PartitionName,
} from '../../../main/contract/index.ts';
import styles from './dialogs.module.css';
import { type ElectionPreview, previewPreferred, previewUnclean } from './move-model.ts';
import { useElect } from './use-replicas.ts';

export function ElectDialog(props: {
  readonly cluster: ClusterState;
  readonly offsets: OffsetsState | undefined;
  readonly name: PartitionName;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { cluster, offsets, name } = props;
  const state = cluster.topics[name.topic]?.partitions[name.partition];
  const [kind, setKind] = useState<ElectionKind>(
    (state?.leader ?? 0) < 0 ? 'unclean' : 'preferred',
  );
  const [refusal, setRefusal] = useState<string | null>(null);
  const action = useElect();
  const partition = `${name.topic}-${name.partition}`;
  const preview =
    kind === 'preferred' ? previewPreferred(cluster, name) : previewUnclean(cluster, offsets, name);

  async function perform(): Promise<void> {
    setRefusal(null);
    const results = await action.run(kind, [name]);
    if (!results) return;
    const error = results.find((result) => result.error)?.error;
    if (error) return setRefusal(error.message);
    showToast({ tone: 'done', text: t('cluster.elected', { partition }) });
    props.onClose();
  }
  return (
    <Confirm
      title={t('cluster.electTitle', { partition })}
      action={t(kind === 'preferred' ? 'cluster.electPreferred' : 'cluster.electUnclean')}
      isDanger={kind === 'unclean'}
      {...(kind === 'unclean' && { typedText: name.topic })}
      isRunning={action.isRunning}
      error={action.error}
      onConfirm={() => void perform()}
      onClose={props.onClose}
    >
      <SegmentedControl
        size="xs"
        value={kind}
        onChange={(value) => setKind(value as ElectionKind)}
        data={[
          { value: 'preferred', label: t('cluster.preferredKind') },
          { value: 'unclean', label: t('cluster.uncleanKind') },
        ]}
      />
      <PreviewWords preview={preview} />
      {refusal !== null && (
        <p className={styles.warning} role="alert">
          <Icon name="error" /> {refusal}
        </p>
      )}
    </Confirm>
  );
}

function PreviewWords({ preview }: { readonly preview: ElectionPreview }) {
  const t = useT();
  const format = useFormat();
  switch (preview.kind) {
    case 'none':
      return <p className={styles.text}>{t('cluster.electNone', { id: preview.id })}</p>;
    case 'preferred':
      return <p className={styles.text}>{t('cluster.electPreferredText', { id: preview.id })}</p>;
    case 'impossible':
      return <p className={styles.text}>{t('cluster.electImpossible', { id: preview.id })}</p>;
    case 'unclean':
      return (
        <div className={styles.text}>
          <p>
            {preview.id === null
              ? t('cluster.electNobody')
              : t('cluster.electUncleanText', { id: preview.id })}
          </p>
          <p className={styles.warning}>
            <Icon name="warning" />
            <span>
              {preview.lost === null
                ? t('cluster.electLossUnknown')
                : t('cluster.electLoss', { count: format.number(preview.lost) })}
            </span>
          </p>
        </div>
      );
  }
}
