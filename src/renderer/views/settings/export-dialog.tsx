/** A cluster into one file. */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import { FormDialog } from './form-dialog.tsx';
import { isUp, type Row } from './model.ts';
import { useExport } from './use-cluster-actions.ts';

export function ExportDialog(props: { readonly row: Row<'local'>; readonly onClose: () => void }) {
  const t = useT();
  const start = useExport();
  const [file, setFile] = useState('');
  const name = entryName(props.row, t);
  const { id } = props.row;
  return (
    <FormDialog
      title={t('settings.exportTitle', { name })}
      action={t('settings.export')}
      isRunning={start.isRunning}
      error={start.error}
      onSubmit={async () => {
        const typed = file.trim();
        if (await start.run({ id, ...(typed !== '' && { file: typed }) })) props.onClose();
      }}
      onClose={props.onClose}
    >
      <p>{t('settings.exportText')}</p>
      {isUp(props.row) && <p>{t('settings.stoppedMeanwhile', { name })}</p>}
      <TextInput
        label={t('settings.exportFile')}
        description={t('settings.exportFileHint')}
        value={file}
        onChange={(event) => setFile(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
      />
    </FormDialog>
  );
}
