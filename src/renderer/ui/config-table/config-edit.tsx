/** One setting: what it does, what counts now and beneath, and a value that fits its type. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { ErrorNote } from '../states.tsx';
import type { ConfigEntry, ConfigSource } from '../../../main/contract/index.ts';
import styles from './config-table.module.css';
import { useHelp } from './use-help.ts';
import { ValueEditor } from './value-editor.tsx';
import { ValueText } from './value-text.tsx';
import { parseTyped, problemOf } from './values.ts';

export function ConfigEdit(props: {
  readonly config: ConfigEntry;
  readonly own: readonly ConfigSource[];
  /** More about what a change means here. */
  readonly note?: string | undefined;
  readonly isRunning: boolean;
  readonly error: unknown;
  /** Null: back to what lies beneath. */
  readonly onSave: (value: string | null) => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { config } = props;
  const help = useHelp(config);
  const [typed, setTyped] = useState(config.value ?? '');
  const problem = problemOf(config, typed);
  const isOwn = props.own.includes(config.source);
  const raw = parseTyped(config, typed);
  return (
    <Modal
      opened
      size={580}
      onClose={props.onClose}
      title={t('configs.edit', { name: config.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === null && raw !== null) props.onSave(raw);
        }}
      >
        {help && <p className={styles.help}>{help}</p>}
        <ValueEditor form={config} typed={typed} onChange={setTyped} problem={problem} />
        <Layers config={config} isOwn={isOwn} />
        {props.note && <p className={styles.note}>{props.note}</p>}
        {props.error !== null && <ErrorNote error={props.error} />}
        <div className={styles.buttons}>
          {isOwn && (
            <Button
              variant="subtle"
              className={styles.reset}
              onClick={() => props.onSave(null)}
              disabled={props.isRunning}
            >
              {t('configs.reset')}
            </Button>
          )}
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            loading={props.isRunning}
            disabled={problem !== null || raw === config.value}
          >
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The strongest first; what is struck out is covered by one above it. */
function Layers({ config, isOwn }: { readonly config: ConfigEntry; readonly isOwn: boolean }) {
  const t = useT();
  const layers = [{ value: config.value, source: config.source }, ...config.beneath];
  return (
    <dl className={styles.layers}>
      {layers.map((layer, index) => (
        <div key={`${layer.source} ${index}`} data-covered={index > 0 || undefined}>
          <dt>{t(`configs.source-${layer.source}`)}</dt>
          <dd>
            <ValueText form={config} value={layer.value} />
          </dd>
        </div>
      ))}
      {isOwn && config.beneath.length === 0 && (
        <div>
          <dt>{t('configs.beneath')}</dt>
          <dd className="soft">{t('configs.beneathUntold')}</dd>
        </div>
      )}
    </dl>
  );
}
