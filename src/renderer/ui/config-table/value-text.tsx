/** A config's value with what a person reads in it. */
import { useFormat, useT } from '../../i18n/index.ts';
import styles from './config-table.module.css';
import { readableValue, type ValueForm } from './values.ts';

export function ValueText(props: { readonly form: ValueForm; readonly value: string | null }) {
  const t = useT();
  const { form, value } = props;
  if (form.isSensitive) return <span className="soft">{t('configs.hidden')}</span>;
  if (value === null || value === '') return <span className="soft">{t('configs.notSet')}</span>;
  return (
    <>
      <code className={styles.value}>{value}</code>
      <ReadableText form={form} value={value} />
    </>
  );
}

export function ReadableText(props: { readonly form: ValueForm; readonly value: string }) {
  const t = useT();
  const format = useFormat();
  const readable = readableValue(props.form, props.value);
  if (readable === null) return null;
  return (
    <span className={styles.readable}>
      {'ms' in readable && format.span(readable.ms)}
      {'bytes' in readable && format.bytes(readable.bytes)}
      {'isUnlimited' in readable && t('configs.unlimited')}
    </span>
  );
}
