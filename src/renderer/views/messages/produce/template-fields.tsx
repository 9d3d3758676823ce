/** Key, value and headers of a template, with the placeholders there are. */
import { NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { KeyChoice, MessageTemplate } from '../../../../main/contract/index.ts';
import { useT } from '../../../i18n/index.ts';
import { HeaderLines } from './header-lines.tsx';
import { withKeyKind } from './model.ts';
import styles from './produce.module.css';

const kinds = ['none', 'template', 'pool'] as const;

/** Those that people look for first; faker has many more. */
const examples = [
  '{{seq}}',
  '{{uuid}}',
  '{{key}}',
  '{{now}}',
  '{{nowIso}}',
  '{{int(1, 100)}}',
  '{{float(0, 1, 2)}}',
  '{{pick("a", "b")}}',
  '{{person.fullName}}',
  '{{internet.email}}',
  '{{location.city}}',
  '{{commerce.productName}}',
  '{{phone.number}}',
  '{{company.name}}',
  '{{lorem.sentence}}',
] as const;

export function TemplateFields(props: {
  readonly template: MessageTemplate;
  readonly onChange: (template: MessageTemplate) => void;
}) {
  const t = useT();
  const { template, onChange } = props;
  const { key, value, headers } = template;
  return (
    <>
      <div className={styles.row}>
        <span className={styles.label}>{t('common.key')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('common.key')}
          data={kinds.map((kind) => ({ value: kind, label: t(`produce.keyKind-${kind}`) }))}
          value={key.kind}
          onChange={(kind) =>
            onChange({ ...template, key: withKeyKind(key, kind as KeyChoice['kind']) })
          }
        />
      </div>
      <KeyFields value={key} onChange={(next) => onChange({ ...template, key: next })} />
      <Textarea
        size="xs"
        label={t('common.value')}
        value={value ?? ''}
        onChange={(event) => onChange({ ...template, value: event.currentTarget.value })}
        autosize
        minRows={6}
        maxRows={16}
        spellCheck={false}
        classNames={{ input: styles.value ?? '' }}
      />
      <details className={styles.options}>
        <summary>{t('produce.placeholders')}</summary>
        <p className={styles.soft}>{t('produce.placeholdersText')}</p>
        <div className={styles.examples}>
          {examples.map((example) => (
            <button
              key={example}
              type="button"
              title={t('produce.insert', { placeholder: example })}
              onClick={() => onChange({ ...template, value: `${value ?? ''}${example}` })}
            >
              {example}
            </button>
          ))}
        </div>
      </details>
      <HeaderLines
        lines={headers.map((header, index) => ({ id: index + 1, ...header }))}
        onChange={(lines) =>
          onChange({
            ...template,
            headers: lines.map((line) => ({ name: line.name, value: line.value })),
          })
        }
      />
    </>
  );
}

function KeyFields(props: {
  readonly value: KeyChoice;
  readonly onChange: (key: KeyChoice) => void;
}) {
  const t = useT();
  const { value: key, onChange } = props;
  if (key.kind === 'none') return null;
  return (
    <div className={styles.optionFields}>
      <TextInput
        size="xs"
        label={t('produce.keyTemplate')}
        value={key.text}
        onChange={(event) => onChange({ ...key, text: event.currentTarget.value })}
        classNames={{ input: styles.value ?? '' }}
        spellCheck={false}
      />
      {key.kind === 'pool' && (
        <>
          <NumberInput
            size="xs"
            label={t('produce.keyCount')}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={key.count}
            onChange={(value) => onChange({ ...key, count: Math.max(1, Number(value) || 1) })}
          />
          <NumberInput
            size="xs"
            label={t('produce.hotCount')}
            min={0}
            max={key.count}
            allowDecimal={false}
            value={key.hotCount}
            onChange={(value) => onChange({ ...key, hotCount: Number(value) || 0 })}
          />
          <NumberInput
            size="xs"
            label={t('produce.hotShare')}
            suffix=" %"
            min={0}
            max={100}
            disabled={key.hotCount === 0}
            value={key.hotSharePercent}
            onChange={(value) => onChange({ ...key, hotSharePercent: Number(value) || 0 })}
          />
        </>
      )}
    </div>
  );
}
