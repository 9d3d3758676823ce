/** A text: one for both languages, or one in each. */
import { Button, Textarea } from '@mantine/core';
import { bothTexts } from '../../../../scenario/edit/graph.ts';
import { isMapping } from '../../../../scenario/edit/path.ts';
import { useT } from '../../../i18n/index.ts';
import type { FieldProps } from './control-context.ts';
import { useFormEdits, useValue } from './use-value.ts';

export function LocalTextField({ field, path, label }: FieldProps) {
  const t = useT();
  const value = useValue(path);
  const { set } = useFormEdits();
  const isLong = field.type === 'longText';
  const texts = bothTexts(value, '');
  if (!isMapping(value)) {
    return (
      <>
        <Text label={label} isLong={isLong} value={texts.en} onChange={(next) => set(path, next)} />
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => set(path, { en: texts.en || '…', ko: texts.ko || '…' })}
        >
          {t('studio.perLanguage')}
        </Button>
      </>
    );
  }
  return (['en', 'ko'] as const).map((language) => (
    <Text
      key={language}
      label={`${label} (${t(`studio.language-${language}`)})`}
      isLong={isLong}
      value={texts[language]}
      onChange={(next) => set([...path, language], next)}
    />
  ));
}

function Text(props: {
  readonly label: string;
  readonly value: string;
  readonly isLong: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Textarea
      size="xs"
      aria-label={props.label}
      placeholder={props.label}
      autosize
      minRows={props.isLong ? 5 : 1}
      maxRows={20}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
