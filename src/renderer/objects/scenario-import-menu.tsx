/** Drawings of what is elsewhere: an AsyncAPI document, or the connected cluster. */
import { Button, Menu } from '@mantine/core';
import { useRef } from 'react';
import type { ImportedScenario } from '../../main/contract/index.ts';
import { useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { showToast } from '../ui/toasts.ts';
import { useScenarioImport } from './use-scenario-exports.ts';

export function ScenarioImportMenu(props: {
  /** A scenario's text that nobody has kept yet, and what it leaves out. */
  readonly onImported: (imported: ImportedScenario) => void;
}) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const { run, isRunning, error } = useScenarioImport();
  const take = async (text: string | null) => {
    const imported = await run(text);
    if (!imported) return;
    props.onImported(imported);
    const { length: count } = imported.remarks;
    if (count > 0) showToast({ tone: 'attention', text: t('exports.remarks', { count }) });
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<Icon name="upload" size={14} />}
            loading={isRunning}
          >
            {t('exports.import')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => input.current?.click()}>
            {t('exports.importAsyncApi')}
          </Menu.Item>
          <Menu.Item onClick={() => void take(null)}>{t('exports.importTopology')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('exports.importAsyncApi')}
        accept=".yaml,.yml,.json"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // The same file may be chosen again once it is mended.
          event.currentTarget.value = '';
          if (file) void file.text().then(take);
        }}
      />
      {error !== null && <ErrorNote error={error} />}
    </>
  );
}
