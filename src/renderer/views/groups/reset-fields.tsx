/** What a reset needs besides its kind: topics, partitions, a time, a number, a file. */
import { FileButton, Button, MultiSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { fromLocalInput, toLocalInput } from '../../ui/local-time.ts';
import type { GroupDetail } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import { offsetRows, topicsOf } from './model.ts';
import { type ReadFile, readOffsetsFile, type ResetForm } from './reset-model.ts';

type Props = {
  readonly group: GroupDetail;
  readonly form: ResetForm;
  readonly onChange: (fields: Partial<ResetForm>) => void;
};

export function ResetFields(props: Props) {
  const { preset } = props.form;
  return (
    <>
      <Extra {...props} />
      {preset !== 'file' && <Scope {...props} />}
    </>
  );
}

function Extra({ form, onChange }: Props) {
  const t = useT();
  switch (form.preset) {
    case 'timestamp':
      return (
        <TextInput
          type="datetime-local"
          step={1}
          w={260}
          label={t('groups.toTime')}
          defaultValue={form.timestampMs === null ? '' : toLocalInput(form.timestampMs)}
          error={form.timestampMs === null ? t('groups.timeWrong') : null}
          onChange={(event) => onChange({ timestampMs: fromLocalInput(event.currentTarget.value) })}
        />
      );
    case 'offset':
    case 'shift-by':
      return (
        <NumberInput
          key={form.preset}
          w={260}
          label={t(form.preset === 'offset' ? 'groups.toOffset' : 'groups.toShift')}
          description={form.preset === 'shift-by' ? t('groups.shiftHint') : undefined}
          inputWrapperOrder={['label', 'input', 'description']}
          value={form.number}
          onChange={(next) => onChange({ number: Number(next) || 0 })}
          min={form.preset === 'offset' ? 0 : undefined}
          allowDecimal={false}
        />
      );
    case 'file':
      return <OffsetsFile onRead={(file) => onChange({ file })} />;
    default:
      return null;
  }
}

function Scope({ group, form, onChange }: Props) {
  const t = useT();
  const topics = topicsOf(group);
  const only = form.topics.length === 1 ? form.topics[0] : topics.length === 1 ? topics[0] : null;
  const partitions = offsetRows(group)
    .filter(({ topic }) => topic === only)
    .map(({ partition }) => String(partition));
  return (
    <div className={styles.pair}>
      <MultiSelect
        label={t('groups.topicsField')}
        data={[...topics]}
        value={[...form.topics]}
        onChange={(next) => onChange({ topics: next, partitions: [] })}
        placeholder={form.topics.length === 0 ? t('groups.allTopics') : ''}
        clearable
      />
      {only !== null && (
        <MultiSelect
          label={t('groups.partitions')}
          data={partitions}
          value={form.partitions.map(String)}
          onChange={(next) =>
            onChange({ topics: only === undefined ? [] : [only], partitions: next.map(Number) })
          }
          placeholder={form.partitions.length === 0 ? t('groups.allPartitions') : ''}
          clearable
        />
      )}
    </div>
  );
}

function OffsetsFile({ onRead }: { readonly onRead: (offsets: ResetForm['file']) => void }) {
  const t = useT();
  const [read, setRead] = useState<{ readonly name: string; readonly file: ReadFile } | null>(null);
  const choose = async (file: File | null) => {
    if (!file) return;
    const result = readOffsetsFile(await file.text());
    setRead({ name: file.name, file: result });
    onRead(result.isRead ? result.offsets : []);
  };
  return (
    <div className={styles.file}>
      <FileButton onChange={(file) => void choose(file)} accept=".csv,.json,.txt,text/plain">
        {(button) => (
          <Button {...button} variant="default" leftSection={<Icon name="upload" size={14} />}>
            {t('groups.fileChoose')}
          </Button>
        )}
      </FileButton>
      <div role="status">
        {read === null && <span className="soft">{t('groups.fileHint')}</span>}
        {read?.file.isRead === true &&
          t('groups.fileRead', { name: read.name, count: read.file.offsets.length })}
        {read?.file.isRead === false && (
          <span className={styles.wrong}>
            {read.file.line === 0
              ? t('groups.fileEmpty')
              : t('groups.fileWrong', { line: read.file.line, text: read.file.text })}
          </span>
        )}
      </div>
    </div>
  );
}
