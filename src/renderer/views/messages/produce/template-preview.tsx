/** What a template makes, before anything is sent. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { TemplateParams } from '../../../../main/contract/index.ts';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { ErrorNote } from '../../../ui/states.tsx';
import { checkJson } from './model.ts';
import styles from './produce.module.css';
import { usePreview } from './use-produce.ts';

export function TemplatePreview(params: TemplateParams) {
  const t = useT();
  const [round, setRound] = useState(0);
  const { status, value, error } = usePreview(params, round);
  const isMeant = params.template.value?.trimStart().startsWith('{') ?? false;
  const isBroken =
    isMeant && (value ?? []).some((made) => checkJson(made.value ?? '').kind === 'invalid');
  return (
    <section className={styles.previews} aria-label={t('produce.preview')}>
      <div className={styles.valueHead}>
        <span className={styles.label}>{t('produce.preview')}</span>
        {isBroken && (
          <span className={styles.kind} data-kind="invalid">
            {t('produce.json-invalid', { problem: '' })}
          </span>
        )}
        <Button
          size="compact-xs"
          variant="subtle"
          leftSection={<Icon name="restart" size={13} />}
          onClick={() => setRound(round + 1)}
        >
          {t('produce.previewAgain')}
        </Button>
      </div>
      {status === 'failed' && <ErrorNote error={error} />}
      {status !== 'failed' &&
        value?.map((made, index) => (
          // Three made-up messages have nothing else to tell them apart by.
          // oxlint-disable-next-line react/no-array-index-key
          <code key={index} className={styles.made}>
            {made.key !== null && <b>{made.key} </b>}
            {(made.value ?? 'null').replace(/\s*\n\s*/g, ' ')}
          </code>
        ))}
    </section>
  );
}
