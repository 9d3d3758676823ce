/** Something without a form of its own, written as YAML. */
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Path } from '../../../../scenario/edit/path.ts';
import { render } from '../../../../scenario/edit/yaml-render.ts';
import { readSource } from '../../../../scenario/edit/yaml-source.ts';
import { useT } from '../../../i18n/index.ts';
import styles from './panel.module.css';
import { useFormEdits, useValue } from './use-value.ts';

export function YamlField({ path, label }: { readonly path: Path; readonly label: string }) {
  const t = useT();
  const value = useValue(path);
  const { set } = useFormEdits();
  const [draft, setDraft] = useState<string | null>(null);
  const isWrong = draft !== null && !readSource(draft).isReadable;
  const end = () => {
    if (draft === null || isWrong) return;
    set(path, readSource(draft).value ?? {});
    setDraft(null);
  };
  return (
    <Textarea
      size="xs"
      aria-label={label}
      classNames={{ input: styles.code ?? '' }}
      autosize
      minRows={2}
      maxRows={18}
      error={isWrong ? t('studio.noYaml') : undefined}
      value={draft ?? (value === undefined ? '' : render(value, 0))}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={end}
      spellCheck={false}
    />
  );
}
