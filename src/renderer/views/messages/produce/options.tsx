/** acks, compression, idempotence: folded away, because the defaults are right. */
import { Checkbox, Select } from '@mantine/core';
import type { Codec, ProduceOptions } from '../../../../main/contract/index.ts';
import { useT } from '../../../i18n/index.ts';
import { codecs, withAcks } from './model.ts';
import styles from './produce.module.css';

export function Options(props: {
  readonly options: ProduceOptions;
  readonly onChange: (options: ProduceOptions) => void;
}) {
  const t = useT();
  const { options, onChange } = props;
  return (
    <details className={styles.options}>
      <summary>
        {t('produce.options')}
        <span className={styles.soft}>
          {t('produce.optionsNow', {
            acks: options.acks === -1 ? 'all' : options.acks,
            codec: options.compression,
          })}
        </span>
      </summary>
      <div className={styles.optionFields}>
        <Select
          size="xs"
          label={t('produce.acks')}
          allowDeselect={false}
          data={[
            { value: '-1', label: t('produce.acksAll') },
            { value: '1', label: t('produce.acksLeader') },
            { value: '0', label: t('produce.acksNone') },
          ]}
          value={String(options.acks)}
          onChange={(value) => onChange(withAcks(options, Number(value) as ProduceOptions['acks']))}
        />
        <Select
          size="xs"
          label={t('produce.compression')}
          allowDeselect={false}
          data={[...codecs]}
          value={options.compression}
          onChange={(value) => onChange({ ...options, compression: value as Codec })}
        />
        <Checkbox
          size="xs"
          label={t('produce.idempotent')}
          disabled={options.acks !== -1}
          checked={options.isIdempotent}
          onChange={(event) => onChange({ ...options, isIdempotent: event.currentTarget.checked })}
        />
      </div>
    </details>
  );
}
