/** Which columns are shown. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../icon.tsx';
import type { Column } from './columns.ts';

export function ColumnsMenu<Row>(props: {
  readonly columns: readonly Column<Row>[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
}) {
  const t = useT();
  const { columns, hidden } = props;
  // A table without columns says nothing: the last one stays.
  const isLast = (id: string) => columns.length - hidden.size <= 1 && !hidden.has(id);
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={t('common.columns')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('common.columns')}>
            <Icon name="columns" />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {columns
          .filter(({ header }) => header !== '')
          .map(({ id, header }) => (
            <Menu.Item
              key={id}
              role="menuitemcheckbox"
              aria-checked={!hidden.has(id)}
              disabled={isLast(id)}
              leftSection={hidden.has(id) ? <span style={{ width: 16 }} /> : <Icon name="check" />}
              onClick={() => props.onToggle(id)}
            >
              {header}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
