/** A scenario file of one's own machine: chosen, or dropped anywhere on the page. */
import { Button, FileButton } from '@mantine/core';
import { type DragEvent, type ReactNode, useCallback } from 'react';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { href, useNavigate } from '../../ui/route.ts';
import { showToast } from '../../ui/toasts.ts';
import styles from './scenarios.module.css';
import { openForeign } from './studio-store.ts';

/** No scenario is that long; a film is. */
const bytesMax = 4_000_000;

/** Opens a text as a drawing that is not kept yet. */
export function useOpenSource(): (source: string) => void {
  const navigate = useNavigate();
  return useCallback(
    (source) => {
      openForeign(source);
      // The address changes even where a new scenario is open already.
      navigate(href('scenarios', null, { new: String(Date.now()) }));
    },
    [navigate],
  );
}

function useOpenFile(): (file: File | null | undefined) => void {
  const t = useT();
  const open = useOpenSource();
  return (file) => {
    if (!file) return;
    if (file.size > bytesMax) {
      showToast({ tone: 'failure', text: t('studio.fileTooLarge', { name: file.name }) });
      return;
    }
    void file.text().then(open);
  };
}

export function OpenFileButton() {
  const t = useT();
  const open = useOpenFile();
  return (
    <FileButton onChange={open} accept=".yaml,.yml,application/yaml">
      {(props) => (
        <Button {...props} variant="default" leftSection={<Icon name="upload" size={14} />}>
          {t('studio.openFile')}
        </Button>
      )}
    </FileButton>
  );
}

export function FileDrop({ children }: { readonly children: ReactNode }) {
  const open = useOpenFile();
  const isFile = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  return (
    <div
      className={styles.drop}
      onDragOver={(event) => isFile(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        open(event.dataTransfer.files[0]);
      }}
    >
      {children}
    </div>
  );
}
