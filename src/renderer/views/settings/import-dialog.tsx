/** A cluster out of one file. */
import { Button, FileButton, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { FormDialog } from './form-dialog.tsx';
import styles from './settings.module.css';
import { useImport } from './use-cluster-actions.ts';

export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const start = useImport();
  const [file, setFile] = useState<File | null>(null);
  const [path, setPath] = useState('');
  const [name, setName] = useState('');
  const [isTried, setIsTried] = useState(false);
  const chosen = file ?? (path.trim() === '' ? null : path.trim());
  return (
    <FormDialog
      title={t('settings.importTitle')}
      action={t('settings.importAction')}
      isRunning={start.isRunning}
      error={start.error}
      onSubmit={async () => {
        setIsTried(true);
        if (chosen !== null && (await start.run(chosen, name.trim()))) onClose();
      }}
      onClose={onClose}
    >
      <p>{t('settings.importText')}</p>
      <div className={styles.fileLine}>
        <FileButton onChange={setFile} accept=".tgz,.gz">
          {(props) => (
            <Button {...props} variant="default" leftSection={<Icon name="upload" size={14} />}>
              {t('settings.importChoose')}
            </Button>
          )}
        </FileButton>
        <span>{file?.name}</span>
      </div>
      <TextInput
        label={t('settings.importPath')}
        value={path}
        onChange={(event) => {
          setPath(event.currentTarget.value);
          setFile(null);
        }}
        error={isTried && chosen === null ? t('settings.importFileMissing') : null}
        spellCheck={false}
        autoComplete="off"
      />
      <TextInput
        label={t('settings.importName')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        maxLength={60}
        autoComplete="off"
      />
    </FormDialog>
  );
}
