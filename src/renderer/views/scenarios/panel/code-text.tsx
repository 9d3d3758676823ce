/** An expression, SQL or code: monospace, as high as what is in it. */
import { Textarea } from '@mantine/core';
import type { Path } from '../../../../scenario/edit/path.ts';
import styles from './panel.module.css';
import { useFormEdits, useValue } from './use-value.ts';

export function CodeText(props: {
  readonly path: Path;
  readonly label: string;
  readonly isLong?: boolean;
}) {
  const value = useValue(props.path);
  const { set } = useFormEdits();
  return (
    <Textarea
      size="xs"
      aria-label={props.label}
      classNames={{ input: styles.code ?? '' }}
      autosize
      minRows={props.isLong === true ? 6 : 1}
      maxRows={24}
      value={value === undefined || value === null ? '' : String(value)}
      onChange={(event) => set(props.path, event.currentTarget.value)}
      spellCheck={false}
    />
  );
}
