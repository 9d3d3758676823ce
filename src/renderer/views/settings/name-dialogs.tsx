/** A name for a cluster that is there, or for its copy. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ClusterEntry, ClustersState } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import { FormDialog } from './form-dialog.tsx';
import { isUp, nameProblem, nextName, type Row } from './model.ts';
import { useDuplicate, useRename } from './use-cluster-actions.ts';

type Clusters = ClustersState['clusters'];

export function RenameDialog(props: {
  readonly row: ClusterEntry & { readonly id: string };
  readonly clusters: Clusters;
  readonly onClose: () => void;
}) {
  const t = useT();
  const rename = useRename();
  const before = entryName(props.row, t);
  const [name, setName] = useState(before);
  const problem = nameProblem(name, props.clusters, props.row.name);
  return (
    <FormDialog
      title={t('settings.renameTitle', { name: before })}
      action={t('settings.rename')}
      isRunning={rename.isRunning}
      error={rename.error}
      onSubmit={async () => {
        if (problem === null && (await rename.run(props.row.id, name.trim()))) props.onClose();
      }}
      onClose={props.onClose}
    >
      <NameInput value={name} onChange={setName} problem={problem} />
    </FormDialog>
  );
}

export function DuplicateDialog(props: {
  readonly row: Row<'local'>;
  readonly clusters: Clusters;
  readonly onClose: () => void;
}) {
  const t = useT();
  const duplicate = useDuplicate();
  const original = entryName(props.row, t);
  const [name, setName] = useState(() => nextName(original, props.clusters));
  const problem = nameProblem(name, props.clusters);
  return (
    <FormDialog
      title={t('settings.duplicateTitle', { name: original })}
      action={t('settings.duplicate')}
      isRunning={duplicate.isRunning}
      error={duplicate.error}
      onSubmit={async () => {
        if (problem === null && (await duplicate.run(props.row.id, name.trim()))) props.onClose();
      }}
      onClose={props.onClose}
    >
      <p>{t('settings.duplicateText')}</p>
      {isUp(props.row) && <p>{t('settings.stoppedMeanwhile', { name: original })}</p>}
      <NameInput value={name} onChange={setName} problem={problem} />
    </FormDialog>
  );
}

function NameInput(props: {
  readonly value: string;
  readonly onChange: (name: string) => void;
  readonly problem: ReturnType<typeof nameProblem>;
}) {
  const t = useT();
  return (
    <TextInput
      label={t('settings.name')}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={props.problem === null ? null : t(`settings.${props.problem}`)}
      maxLength={60}
      autoComplete="off"
      data-autofocus
    />
  );
}
