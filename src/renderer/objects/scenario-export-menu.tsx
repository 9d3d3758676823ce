/** A scenario out of the studio: documents, and projects that run. */
import { Button, Menu } from '@mantine/core';
import type { ExportedScenario, ScenarioExportFormat } from '../../main/contract/index.ts';
import { useErrorWords } from '../i18n/error-words.ts';
import { useT } from '../i18n/index.ts';
import { Icon } from '../ui/icon.tsx';
import { saveFile } from '../ui/save-file.ts';
import { showToast } from '../ui/toasts.ts';
import { useScenarioExport } from './use-scenario-exports.ts';

const documents: readonly ScenarioExportFormat[] = [
  'asyncapi',
  'mermaid',
  'topics',
  'terraform',
  'compose',
];
const projects: readonly ScenarioExportFormat[] = ['typescript', 'python', 'kotlin'];

export function ScenarioExportMenu(props: {
  /** The YAML as it is now, asked for when something is chosen. */
  readonly source: () => string;
  readonly isDisabled?: boolean;
}) {
  const t = useT();
  const { run, isRunning, error } = useScenarioExport();
  const words = useErrorWords(error);
  const choose = async (format: ScenarioExportFormat) => {
    const exported = await run(props.source(), format);
    if (exported) showToast({ tone: 'done', text: handOver(exported, t) });
  };
  const item = (format: ScenarioExportFormat) => (
    <Menu.Item key={format} onClick={() => void choose(format)}>
      {t(`exports.${format}`)}
    </Menu.Item>
  );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<Icon name="external" size={14} />}
          loading={isRunning}
          disabled={props.isDisabled ?? false}
          title={error === null ? undefined : words.what}
        >
          {t('exports.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('exports.documents')}</Menu.Label>
        {documents.map(item)}
        <Menu.Divider />
        <Menu.Label>{t('exports.projects')}</Menu.Label>
        {projects.map(item)}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A browser saves it; a window of its own has it on this computer already. */
function handOver(exported: ExportedScenario, t: ReturnType<typeof useT>): string {
  const { file, path, text, limits } = exported;
  if (window.rivulet !== undefined) return t('exports.savedAt', { path });
  if (text !== null) saveFile(file, text, 'text/plain');
  else {
    const link = document.createElement('a');
    link.href = `exports/${encodeURIComponent(file)}`;
    link.download = file;
    link.click();
  }
  if (limits.length === 0) return t('exports.saved', { file });
  return t('exports.savedWithLimits', { file, count: limits.length });
}
