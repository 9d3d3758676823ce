/** Code to paste, with the address of this cluster in it. */
import { Tabs } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import styles from './home.module.css';
import { snippetsFor } from './model.ts';

export function ConnectApp({ bootstrap }: { readonly bootstrap: string }) {
  const t = useT();
  const snippets = snippetsFor(bootstrap);
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{t('home.connectTitle')}</h2>
      <p className="soft">{t('home.connectText')}</p>
      <Tabs defaultValue={snippets[0]?.name ?? null} className={styles.tabs} keepMounted={false}>
        <Tabs.List aria-label={t('home.connectTitle')}>
          {snippets.map(({ name, title }) => (
            <Tabs.Tab key={name} value={name}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map(({ name, file, code }) => (
          <Tabs.Panel key={name} value={name}>
            <div className={styles.snippet}>
              <div className={styles.snippetHead}>
                <code className="soft">{file}</code>
                <Copy text={code} label={t('home.copySnippet')} />
              </div>
              {/* Focusable, so that the keyboard can scroll it. */}
              <pre tabIndex={0} role="region" aria-label={file}>
                {code}
              </pre>
            </div>
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}
