/** One field: its name, what it means, and a control for its kind. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useFieldWords } from '../words.ts';
import { type FieldProps, useControl } from './control-context.ts';
import styles from './panel.module.css';
import { useFormEdits } from './use-value.ts';

export function FieldRow(props: Omit<FieldProps, 'label'>) {
  const t = useT();
  const words = useFieldWords();
  const { set } = useFormEdits();
  const Control = useControl();
  const { part, field, path } = props;
  const label = words.label(part, field.key);
  return (
    <div className={styles.field}>
      <div className={styles.fieldHead}>
        <span className={styles.label}>{label}</span>
        <code className={styles.key}>{field.key}</code>
        <Help text={words.help(part, field.key, path)} label={label} />
        {field.isNeeded !== true && (
          <ActionIcon
            className={styles.remove}
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={t('studio.removeNamed', { name: label })}
            onClick={() => set(path, undefined)}
          >
            <Icon name="close" size={11} />
          </ActionIcon>
        )}
      </div>
      {/* It comes from above, always the same one. */}
      {/* oxlint-disable-next-line react/static-components */}
      <Control {...props} label={label} />
    </div>
  );
}

function Help({ text, label }: { readonly text: string; readonly label: string }) {
  const t = useT();
  return (
    <Tooltip label={text} events={{ hover: true, focus: true, touch: true }}>
      <button
        type="button"
        className={styles.help}
        aria-label={t('studio.helpOn', { name: label })}
      >
        <Icon name="info" size={12} />
      </button>
    </Tooltip>
  );
}
