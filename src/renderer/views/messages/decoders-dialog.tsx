/** How keys and values of the topic are decoded, and the schemas that this may need. */
import { Button, FileButton, Modal, PasswordInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type {
  DecoderChoice,
  DecoderName,
  Registry,
  SchemaFile,
} from '../../../main/contract/index.ts';
import { plainDecoders } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { ErrorNote, SkeletonRows } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './decoders-dialog.module.css';
import { useDecoders, useSchemas } from './use-messages.ts';

export function DecodersDialog(props: {
  readonly topic: string;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { topic, onChanged } = props;
  const { decoders, set } = useDecoders(topic);
  const { schemas, add, remove, setRegistry, check } = useSchemas();
  const after = async (done: Promise<unknown>) => {
    await done;
    onChanged();
  };
  return (
    <Modal
      opened
      size="lg"
      onClose={props.onClose}
      title={t('messages.decodersOf', { topic })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {(!decoders || !schemas) && <SkeletonRows count={4} />}
      {decoders && schemas && (
        <div className={styles.body}>
          {(['key', 'value'] as const).map((part) => (
            <Choice
              key={part}
              label={t(part === 'key' ? 'common.key' : 'common.value')}
              choice={decoders[part]}
              files={schemas.files}
              onChange={(choice) => void after(set.run(part, choice))}
            />
          ))}
          {set.error !== null && <ErrorNote error={set.error} />}
          <section className={styles.section}>
            <h3>{t('messages.registry')}</h3>
            <p className="soft">{t('messages.registryNote')}</p>
            <RegistryForm
              key={JSON.stringify(schemas.registry)}
              registry={schemas.registry}
              onSave={(registry) => void after(setRegistry.run(registry))}
              onCheck={() => void check.run()}
              isRunning={setRegistry.isRunning || check.isRunning}
            />
            {setRegistry.error !== null && <ErrorNote error={setRegistry.error} />}
            {check.error !== null && <ErrorNote error={check.error} />}
            <RegistryAnswer check={check} />
          </section>
          <section className={styles.section}>
            <h3>{t('messages.schemaFiles')}</h3>
            <p className="soft">{t('messages.schemaFilesNote')}</p>
            {schemas.files.map((file) => (
              <File
                key={file.name}
                file={file}
                onRemove={() => void after(remove.run(file.name))}
              />
            ))}
            {add.error !== null && <ErrorNote error={add.error} />}
            <FileButton
              accept=".avsc,.proto,.desc,.pb,.protoset,.json"
              onChange={(file) => file && void after(add.run(file))}
            >
              {(button) => (
                <Button
                  {...button}
                  size="xs"
                  variant="default"
                  leftSection={<Icon name="upload" size={14} />}
                >
                  {t('messages.addSchema')}
                </Button>
              )}
            </FileButton>
          </section>
        </div>
      )}
    </Modal>
  );
}

const groups: readonly {
  readonly key: 'general' | 'numbers' | 'binary';
  readonly names: readonly DecoderName[];
}[] = [
  { key: 'general', names: ['auto', 'json', 'text', 'registry'] },
  { key: 'binary', names: ['msgpack', 'cbor', 'uuid', 'hex', 'base64'] },
  {
    key: 'numbers',
    names: plainDecoders.filter((name) => /^(u?int|float|double)/.test(name)),
  },
];

function Choice(props: {
  readonly label: string;
  readonly choice: DecoderChoice;
  readonly files: readonly SchemaFile[];
  readonly onChange: (choice: DecoderChoice) => void;
}) {
  const t = useT();
  const { choice, files } = props;
  const value = choice.decoder === 'file' ? `file:${choice.file}` : choice.decoder;
  const file = files.find(({ name }) => name === choice.file);
  const data = [
    ...groups.map(({ key, names }) => ({
      group: t(`messages.decoderGroup-${key}`),
      items: names.map((name) => ({
        value: name as string,
        label: t(`messages.decoder-${name}` as never),
      })),
    })),
    ...(files.length === 0
      ? []
      : [
          {
            group: t('messages.schemaFiles'),
            items: files.map(({ name }) => ({ value: `file:${name}`, label: name })),
          },
        ]),
  ];
  return (
    <div className={styles.choice}>
      <Select
        label={t('messages.decodeAs', { part: props.label })}
        data={data}
        value={value}
        allowDeselect={false}
        searchable
        onChange={(next) => {
          if (next === null) return;
          if (!next.startsWith('file:')) return props.onChange({ decoder: next as DecoderName });
          props.onChange({ decoder: 'file', file: next.slice(5) });
        }}
      />
      {file && file.kind.startsWith('protobuf') && (
        <Select
          label={t('messages.messageType')}
          data={[...file.types]}
          value={choice.type ?? file.types[0] ?? null}
          allowDeselect={false}
          searchable
          onChange={(type) => type && props.onChange({ ...choice, type })}
        />
      )}
    </div>
  );
}

function RegistryForm(props: {
  readonly registry: Registry | null;
  readonly onSave: (registry: { url: string; user: string; password?: string } | null) => void;
  readonly onCheck: () => void;
  readonly isRunning: boolean;
}) {
  const t = useT();
  const { registry } = props;
  const [url, setUrl] = useState(registry?.url ?? '');
  const [user, setUser] = useState(registry?.user ?? '');
  const [password, setPassword] = useState<string | null>(null);
  const isUrl = /^https?:\/\/[^\s]+$/.test(url);
  return (
    <form
      className={styles.registry}
      onSubmit={(event) => {
        event.preventDefault();
        if (isUrl) props.onSave({ url, user, ...(password !== null && { password }) });
      }}
    >
      <TextInput
        className={styles.url}
        label={t('messages.registryUrl')}
        placeholder="http://localhost:8081"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        spellCheck={false}
      />
      <TextInput
        label={t('messages.registryUser')}
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
        autoComplete="off"
      />
      <PasswordInput
        label={t('messages.registryPassword')}
        value={password ?? ''}
        placeholder={registry?.hasPassword ? '••••••••' : ''}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="new-password"
      />
      <div className={styles.actions}>
        <Button type="submit" size="xs" disabled={!isUrl} loading={props.isRunning}>
          {t('common.save')}
        </Button>
        {registry && (
          <>
            <Button size="xs" variant="default" onClick={props.onCheck}>
              {t('messages.checkRegistry')}
            </Button>
            <Button size="xs" variant="subtle" color="gray" onClick={() => props.onSave(null)}>
              {t('messages.forgetRegistry')}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

function RegistryAnswer({ check }: { readonly check: ReturnType<typeof useSchemas>['check'] }) {
  const t = useT();
  const { answer } = check;
  if (!answer) return null;
  return (
    <p role="status" className={styles.answer} data-good={answer.isReachable || undefined}>
      <Icon name={answer.isReachable ? 'check' : 'warning'} size={15} />
      {answer.isReachable
        ? t('messages.registryAnswers', { count: answer.subjectCount })
        : t('messages.registryFails', { detail: answer.detail })}
    </p>
  );
}

function File(props: { readonly file: SchemaFile; readonly onRemove: () => void }) {
  const t = useT();
  const format = useFormat();
  const { file } = props;
  return (
    <div className={styles.file}>
      <strong>{file.name}</strong>
      <Tag>{t(`messages.schema-${file.kind}`)}</Tag>
      <span className="soft">{format.bytes(file.sizeBytes)}</span>
      <span className={styles.types}>{file.types.slice(0, 4).join(', ')}</span>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        onClick={props.onRemove}
        aria-label={t('messages.removeSchema', { name: file.name })}
      >
        <Icon name="trash" size={14} />
      </Button>
    </div>
  );
}
