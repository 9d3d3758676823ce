/** Which column is what. */
import { MultiSelect, Select } from '@mantine/core';
import { useT } from '../../../i18n/index.ts';
import { type CsvChoice, noCsv } from './model.ts';
import styles from './produce.module.css';

export function CsvMapping(props: {
  readonly columns: readonly string[];
  readonly csv: CsvChoice;
  readonly onChange: (csv: CsvChoice) => void;
}) {
  const t = useT();
  const { csv, onChange } = props;
  const columns = [...new Set(props.columns)].filter((name) => name !== '');
  return (
    <div className={styles.optionFields}>
      <Select
        size="xs"
        label={t('produce.delimiter')}
        allowDeselect={false}
        data={[
          { value: ',', label: ',' },
          { value: ';', label: ';' },
          { value: '\t', label: t('produce.tab') },
        ]}
        value={csv.delimiter}
        onChange={(value) => onChange({ ...noCsv, delimiter: value ?? ',' })}
      />
      <Select
        size="xs"
        clearable
        label={t('common.key')}
        placeholder={t('common.none')}
        data={columns}
        value={csv.key}
        onChange={(key) => onChange({ ...csv, key })}
      />
      <Select
        size="xs"
        clearable
        label={t('common.value')}
        placeholder={t('produce.allColumns')}
        data={columns}
        value={csv.value}
        onChange={(value) => onChange({ ...csv, value })}
      />
      <Select
        size="xs"
        clearable
        label={t('produce.timestamp')}
        placeholder={t('produce.now')}
        data={columns}
        value={csv.timestamp}
        onChange={(timestamp) => onChange({ ...csv, timestamp })}
      />
      <MultiSelect
        size="xs"
        clearable
        label={t('produce.headers')}
        placeholder={csv.headers.length === 0 ? t('common.none') : ''}
        data={columns}
        value={[...csv.headers]}
        onChange={(headers) => onChange({ ...csv, headers })}
      />
    </div>
  );
}
