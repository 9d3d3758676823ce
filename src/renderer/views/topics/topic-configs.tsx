/** A topic's settings, who set them, and changing one. */
import { ActionIcon, Button, Modal, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Section } from '../../ui/page.tsx';
import { EmptyState, ErrorNote } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import type { TopicConfig } from '../../../main/contract/index.ts';
import { readableValue, shownConfigs } from './model.ts';
import styles from './topics.module.css';
import { useAlterConfig } from './use-topics.ts';

export function TopicConfigs(props: {
  readonly topic: string;
  readonly configs: readonly TopicConfig[];
  readonly onChanged: () => void;
}) {
  const t = useT();
  const [filter, setFilter] = useState('');
  const [isOnlyOwn, setIsOnlyOwn] = useState(false);
  const [edited, setEdited] = useState<TopicConfig | null>(null);
  const rows = shownConfigs(props.configs, filter, isOnlyOwn);
  return (
    <Section
      title={t('topics.configs')}
      actions={
        <div className={styles.sectionTools}>
          <TextInput
            size="xs"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            placeholder={t('topics.configFilter')}
            aria-label={t('topics.configFilter')}
            leftSection={<Icon name="search" size={14} />}
          />
          <Switch
            size="xs"
            checked={isOnlyOwn}
            onChange={(event) => setIsOnlyOwn(event.currentTarget.checked)}
            label={t('topics.onlyOwn')}
          />
        </div>
      }
    >
      {rows.length === 0 ? (
        <EmptyState icon="search" title={t('topics.noConfigs')} />
      ) : (
        <div className={table.wrap}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('topics.configName')}</th>
                <th scope="col">{t('topics.configValue')}</th>
                <th scope="col">{t('topics.source')}</th>
                <th scope="col">
                  <span className="sr-only">{t('frame.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((config) => (
                <ConfigRow key={config.name} config={config} onEdit={() => setEdited(config)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {edited && (
        <EditConfig
          topic={props.topic}
          config={edited}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null);
            props.onChanged();
          }}
        />
      )}
    </Section>
  );
}

function ConfigRow(props: { readonly config: TopicConfig; readonly onEdit: () => void }) {
  const t = useT();
  const { config } = props;
  return (
    <tr data-own={config.source === 'topic' || undefined} className={styles.configRow}>
      <td className={styles.configName}>
        <code>{config.name}</code>
        {config.documentation && <p className={styles.doc}>{config.documentation}</p>}
      </td>
      <td>
        <ConfigValue config={config} />
      </td>
      <td className={styles.source}>{t(`topics.source-${config.source}`)}</td>
      <td className="num">
        {config.isReadOnly ? (
          <span className="soft">{t('topics.readOnly')}</span>
        ) : (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('topics.editConfig', { name: config.name })}
            onClick={props.onEdit}
          >
            <Icon name="edit" size={15} />
          </ActionIcon>
        )}
      </td>
    </tr>
  );
}

function ConfigValue({ config }: { readonly config: TopicConfig }) {
  const t = useT();
  const format = useFormat();
  if (config.isSensitive) return <span className="soft">{t('topics.hidden')}</span>;
  if (config.value === null || config.value === '') {
    return <span className="soft">{t('topics.notSet')}</span>;
  }
  const readable = readableValue(config.name, config.value);
  return (
    <>
      <code>{config.value}</code>
      {readable && (
        <span className={styles.readable}>
          {'ms' in readable ? format.span(readable.ms) : format.bytes(readable.bytes)}
        </span>
      )}
    </>
  );
}

function EditConfig(props: {
  readonly topic: string;
  readonly config: TopicConfig;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useT();
  const { config } = props;
  const { run, isRunning, error } = useAlterConfig();
  const [value, setValue] = useState(config.value ?? '');
  const save = async (next: string | null) => {
    if (await run(props.topic, config.name, next)) props.onDone();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('topics.editConfig', { name: config.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save(value);
        }}
      >
        <TextInput
          label={config.name}
          description={config.documentation}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
        />
        {error !== null && <ErrorNote error={error} />}
        <div className={styles.buttons}>
          {config.source === 'topic' && (
            <Button
              variant="subtle"
              className={styles.reset}
              onClick={() => void save(null)}
              disabled={isRunning}
            >
              {t('topics.resetConfig')}
            </Button>
          )}
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isRunning}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
