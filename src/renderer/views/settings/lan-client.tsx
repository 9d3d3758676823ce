/** What others put into the settings of their client. */
import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import { clientSettings, passwordPlaceholder } from './lan-model.ts';
import type { FreshPassword } from './lan-section.tsx';
import styles from './lan.module.css';
import settings from './settings.module.css';

export function LanClient(props: {
  readonly bootstrap: string;
  readonly users: readonly string[];
  readonly fresh: FreshPassword | null;
}) {
  const t = useT();
  const { bootstrap, users, fresh } = props;
  const [shown, setShown] = useState<string>('java');
  const user = fresh?.user ?? users[0] ?? '';
  const all = clientSettings(bootstrap, user, fresh?.password ?? passwordPlaceholder);
  return (
    <section className={styles.client} aria-label={t('lan.client')}>
      <h3 className={styles.heading}>{t('lan.client')}</h3>
      <p className={settings.hint}>
        {t('lan.clientText')} {!fresh && t('lan.clientPassword')}
      </p>
      <Tabs value={shown} onChange={(value) => setShown(value ?? 'java')} keepMounted={false}>
        <Tabs.List aria-label={t('lan.client')}>
          {all.map(({ name, title }) => (
            <Tabs.Tab key={name} value={name}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {all.map(({ name, title, text }) => (
          <Tabs.Panel key={name} value={name} className={styles.panel}>
            {/* Focusable, so that the keyboard can scroll it. */}
            <pre
              tabIndex={0}
              role="region"
              aria-label={title}
              data-secret={fresh ? true : undefined}
            >
              {text}
            </pre>
            <Copy text={`${text}\n`} label={t('lan.copySettings')} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}
