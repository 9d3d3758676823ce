/** Settings with who set them and what they mean; each can be changed, and changed back by a click. */
import { ActionIcon, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAction } from '../../client/use-query.ts';
import { useT } from '../../i18n/index.ts';
import { ExportMenu } from '../export-menu.tsx';
import { Icon } from '../icon.tsx';
import { EmptyState } from '../states.tsx';
import table from '../table.module.css';
import { showToast } from '../toasts.ts';
import type { ConfigChanges, ConfigEntry, ConfigSource } from '../../../main/contract/index.ts';
import { shownConfigs, wayBack } from './changes.ts';
import { ConfigEdit } from './config-edit.tsx';
import styles from './config-table.module.css';
import { useHelp } from './use-help.ts';
import { ValueText } from './value-text.tsx';

export type ConfigTableProps = {
  readonly label: string;
  readonly configs: readonly ConfigEntry[];
  /** Sources that count as set here. */
  readonly own: readonly ConfigSource[];
  /** Sources that a change here writes, and that it can put back; absent: `own`. */
  readonly resets?: readonly ConfigSource[];
  readonly exportName: string;
  readonly filter: { readonly text: string; readonly set: (text: string) => void } | null;
  readonly onlySet: { readonly isOn: boolean; readonly set: (isOn: boolean) => void } | null;
  readonly alter: (changes: ConfigChanges) => Promise<unknown>;
  readonly onChanged: () => void;
  readonly noteOf?: (config: ConfigEntry) => string | undefined;
};

export function ConfigTable(props: ConfigTableProps) {
  const t = useT();
  const [editedName, setEditedName] = useState<string | null>(null);
  const rows = shownConfigs(props.configs, props.own, {
    text: props.filter?.text ?? '',
    isOnlySet: props.onlySet?.isOn ?? false,
  });
  const edited = props.configs.find(({ name }) => name === editedName);
  return (
    <>
      {props.filter && (
        <div className={styles.tools}>
          <TextInput
            size="xs"
            value={props.filter.text}
            onChange={(event) => props.filter?.set(event.currentTarget.value)}
            placeholder={t('configs.filter')}
            aria-label={t('configs.filter')}
            leftSection={<Icon name="search" size={14} />}
          />
          {props.onlySet && (
            <Switch
              size="xs"
              checked={props.onlySet.isOn}
              onChange={(event) => props.onlySet?.set(event.currentTarget.checked)}
              label={t('configs.onlySet')}
            />
          )}
          <span className={styles.fill} />
          <ExportMenu name={props.exportName} rows={rows} columns={exportColumns} />
        </div>
      )}
      {rows.length === 0 ? (
        <EmptyState icon="search" title={t('configs.none')} />
      ) : (
        <Rows rows={rows} label={props.label} own={props.own} onEdit={setEditedName} />
      )}
      {edited && <Edit {...props} config={edited} onClose={() => setEditedName(null)} />}
    </>
  );
}

const exportColumns = [
  { id: 'name', value: (row: ConfigEntry) => row.name, header: 'name' },
  { id: 'value', value: (row: ConfigEntry) => row.value, header: 'value' },
  { id: 'source', value: (row: ConfigEntry) => row.source, header: 'source' },
  { id: 'readOnly', value: (row: ConfigEntry) => row.isReadOnly, header: 'readOnly' },
  { id: 'type', value: (row: ConfigEntry) => row.type, header: 'type' },
];

function Rows(props: {
  readonly rows: readonly ConfigEntry[];
  readonly label: string;
  readonly own: readonly ConfigSource[];
  readonly onEdit: (name: string) => void;
}) {
  const t = useT();
  return (
    <div className={table.wrap}>
      <table className={table.table} aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col">{t('configs.name')}</th>
            <th scope="col">{t('configs.value')}</th>
            <th scope="col">{t('configs.source')}</th>
            <th scope="col">
              <span className="sr-only">{t('frame.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((config) => (
            <ConfigRow
              key={config.name}
              config={config}
              isOwn={props.own.includes(config.source)}
              onEdit={() => props.onEdit(config.name)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ConfigRow(props: {
  readonly config: ConfigEntry;
  readonly isOwn: boolean;
  readonly onEdit: () => void;
}) {
  const t = useT();
  const { config } = props;
  const help = useHelp(config);
  return (
    <tr data-own={props.isOwn || undefined} className={styles.row}>
      <td className={styles.name}>
        <code>{config.name}</code>
        {help && (
          <p className={styles.doc} title={help}>
            {help}
          </p>
        )}
      </td>
      <td>
        <ValueText form={config} value={config.value} />
      </td>
      <td className={styles.source}>{t(`configs.source-${config.source}`)}</td>
      <td className="num">
        {config.isReadOnly ? (
          <span className={styles.readOnly} title={t('configs.readOnlyWhy')}>
            {t('configs.readOnly')}
          </span>
        ) : (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('configs.edit', { name: config.name })}
            onClick={props.onEdit}
          >
            <Icon name="edit" size={15} />
          </ActionIcon>
        )}
      </td>
    </tr>
  );
}

function Edit(
  props: ConfigTableProps & { readonly config: ConfigEntry; readonly onClose: () => void },
) {
  const t = useT();
  const { config, configs, alter, onChanged } = props;
  const own = props.resets ?? props.own;
  const { run, isRunning, error } = useAction(async (changes: ConfigChanges) => {
    await alter(changes);
    return true;
  });
  const save = async (value: string | null) => {
    const changes: ConfigChanges =
      value === null
        ? { set: {}, unset: [config.name] }
        : { set: { [config.name]: value }, unset: [] };
    const back = wayBack(configs, changes, own);
    if (!(await run(changes))) return;
    props.onClose();
    onChanged();
    const undo = async () => {
      if (back) await alter(back);
      onChanged();
    };
    showToast({
      tone: 'done',
      text: t('configs.saved', { name: config.name }),
      ...(back && { undo: { label: t('common.undo'), perform: undo } }),
    });
  };
  return (
    <ConfigEdit
      config={config}
      own={own}
      note={props.noteOf?.(config)}
      isRunning={isRunning}
      error={error}
      onSave={(value) => void save(value)}
      onClose={props.onClose}
    />
  );
}
