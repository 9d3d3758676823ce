/** Made-up messages at a rate: a template, a look at what it makes, and those that run. */
import { Button, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import {
  type FakeLocale,
  type MessageTemplate,
  produceOptionsDefault,
} from '../../../../main/contract/index.ts';
import { useLanguage, useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ErrorNote } from '../../../ui/states.tsx';
import { emptyTemplate } from './model.ts';
import { Options } from './options.tsx';
import styles from './produce.module.css';
import { RatePicker } from './rate-picker.tsx';
import { RunningLoads } from './running-loads.tsx';
import { TemplateFields } from './template-fields.tsx';
import { TemplatePreview } from './template-preview.tsx';
import { useLoadActions, useReadyTemplates } from './use-produce.ts';

const typingMs = 350;

export function TemplateForm({ topic }: { readonly topic: string }) {
  const t = useT();
  const language = useLanguage();
  const [locale, setLocale] = useState<FakeLocale>(language);
  const ready = useReadyTemplates(locale).value ?? [];
  const [choice, setChoice] = useState<string>('own');
  const [template, setTemplate] = useState<MessageTemplate>(emptyTemplate);
  const [ratePerS, setRate] = useState<number | null>(10);
  const [count, setCount] = useState<number | null>(null);
  const [seed, setSeed] = useState<number | null>(null);
  const [options, setOptions] = useState(produceOptionsDefault);
  const { start } = useLoadActions();
  const [shown] = useDebouncedValue(template, typingMs);
  const name = choice === 'own' ? t('produce.ready-own') : t(readyKey(choice));

  function choose(id: string, all = ready): void {
    setChoice(id);
    const found = all.find((one) => one.id === id);
    if (found) setTemplate(found.template);
  }
  const names = ['own', ...ready.map(({ id }) => id)];
  return (
    <>
      <div className={styles.form}>
        <div className={styles.side}>
          <Select
            size="xs"
            label={t('produce.template')}
            allowDeselect={false}
            data={names.map((id) => ({ value: id, label: t(readyKey(id)) }))}
            value={choice}
            onChange={(id) => choose(id ?? 'own')}
          />
          <div>
            <span className={styles.label}>{t('produce.locale')}</span>
            <SegmentedControl
              size="xs"
              fullWidth
              aria-label={t('produce.locale')}
              data={[
                { value: 'en', label: 'English' },
                { value: 'ko', label: '한국어' },
              ]}
              value={locale}
              onChange={(value) => setLocale(value as FakeLocale)}
            />
          </div>
          <RatePicker ratePerS={ratePerS} onChange={setRate} />
          <div className={styles.pair}>
            <NumberInput
              size="xs"
              label={t('produce.count')}
              placeholder={t('produce.untilStopped')}
              min={1}
              allowDecimal={false}
              thousandSeparator=","
              value={count ?? ''}
              onChange={(value) => setCount(value === '' ? null : Number(value))}
            />
            <TextInput
              size="xs"
              label={t('produce.seed')}
              placeholder={t('produce.seedNone')}
              inputMode="numeric"
              value={seed ?? ''}
              onChange={(event) => setSeed(seedOf(event.currentTarget.value))}
            />
          </div>
          <Options options={options} onChange={setOptions} />
          <Button
            loading={start.isRunning}
            leftSection={<Icon name="play" size={14} />}
            onClick={() =>
              void start.run({
                topic,
                name,
                template,
                locale,
                seed,
                ratePerS,
                count,
                options,
              })
            }
          >
            {t('produce.startLoad')}
          </Button>
          {start.error !== null && <ErrorNote error={start.error} />}
        </div>
        <div className={styles.main}>
          <TemplateFields
            template={template}
            onChange={(next) => {
              setTemplate(next);
              setChoice('own');
            }}
          />
          <TemplatePreview template={shown} locale={locale} seed={seed} />
        </div>
      </div>
      <RunningLoads />
    </>
  );
}

const readyKeys = {
  own: 'produce.ready-own',
  orders: 'produce.ready-orders',
  payments: 'produce.ready-payments',
  clicks: 'produce.ready-clicks',
  sensors: 'produce.ready-sensors',
} as const;

const readyKey = (id: string) => readyKeys[id as keyof typeof readyKeys] ?? readyKeys.own;

function seedOf(text: string): number | null {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
