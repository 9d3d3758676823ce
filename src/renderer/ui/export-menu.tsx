/** A table's rows to take along: as a file, or on the clipboard. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { copyText } from './copy-text.ts';
import { useT } from '../i18n/index.ts';
import { type ExportColumn, toCsv, toJson, toTabs } from './export-text.ts';
import { Icon } from './icon.tsx';
import { saveFile } from './save-file.ts';

export function ExportMenu<Row>(props: {
  /** The file's name without its ending. */
  readonly name: string;
  readonly columns: readonly ExportColumn<Row>[];
  /** A function where the rows are made only when they are asked for. */
  readonly rows: readonly Row[] | (() => readonly Row[]);
}) {
  const t = useT();
  const { name, columns } = props;
  const read = () => (typeof props.rows === 'function' ? props.rows() : props.rows);
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t('common.export')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('common.export')}>
            <Icon name="download" />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="download" />}
          onClick={() => saveFile(`${name}.csv`, toCsv(read(), columns), 'text/csv')}
        >
          {t('common.exportCsv')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="download" />}
          onClick={() => saveFile(`${name}.json`, toJson(read(), columns), 'application/json')}
        >
          {t('common.exportJson')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="copy" />}
          onClick={() => copyText(toTabs(read(), columns))}
        >
          {t('common.exportCopy')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
