/** Code to paste, with the address of this cluster and a topic of it. */
import { NativeSelect, SegmentedControl, Tabs } from '@mantine/core';
import { memo } from 'react';
import { useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import { useQueryState } from '../../ui/route.ts';
import styles from './connect-app.module.css';
import { type Code, snippetsFor } from './snippets/index.ts';
import { highlight } from './snippets/highlight.ts';

/** Drawn again only when its words change: what is around it changes four times a second. */
export const ConnectApp = memo(function ConnectApp(props: {
  readonly bootstrap: string;
  /** One per line. */
  readonly topicLines: string;
  /** What a cluster elsewhere asks for besides; null: one of our own. */
  readonly needs: string | null;
}) {
  const t = useT();
  const topics = props.topicLines.split('\n');
  const [language, setLanguage] = useQueryState('code', 'java');
  const [side, setSide] = useQueryState<'send' | 'receive'>('side', 'send');
  const [topic, setTopic] = useQueryState('topic', topics[0] ?? '');
  const snippets = snippetsFor(props.bootstrap, topic);
  const shown = snippets.find(({ name }) => name === language) ?? snippets[0];
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>{t('home.connectTitle')}</h2>
      <p className="soft">
        {props.needs === null && t('home.connectText')}
        {props.needs === '' && t('home.connectForeign')}
        {props.needs && t('home.connectSecured', { needs: props.needs })}
      </p>
      <div className={styles.choice}>
        <SegmentedControl
          size="xs"
          aria-label={t('home.side')}
          value={side}
          onChange={(value) => setSide(value === 'receive' ? 'receive' : 'send')}
          data={[
            { value: 'send', label: t('home.sideSend') },
            { value: 'receive', label: t('home.sideReceive') },
          ]}
        />
        <NativeSelect
          size="xs"
          className={styles.topic}
          aria-label={t('common.topic')}
          value={topic}
          onChange={(event) => setTopic(event.currentTarget.value)}
          data={topics.includes(topic) ? topics : [topic, ...topics]}
        />
      </div>
      <Tabs
        value={shown?.name ?? null}
        onChange={(value) => setLanguage(value ?? 'java')}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('home.connectTitle')} className={styles.tabs}>
          {snippets.map(({ name, title }) => (
            <Tabs.Tab key={name} value={name} className={styles.tab}>
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map((snippet) => (
          <Tabs.Panel key={snippet.name} value={snippet.name}>
            <Install text={snippet.install} />
            <CodeBlock code={snippet[side]} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
});

function Install({ text }: { readonly text: string }) {
  const t = useT();
  return (
    <p className={styles.install}>
      <code>{text}</code>
      <Copy text={text} label={t('home.copyInstall')} />
    </p>
  );
}

function CodeBlock({ code }: { readonly code: Code }) {
  const t = useT();
  return (
    <div className={styles.block}>
      <div className={styles.blockHead}>
        <code className="soft">{code.file}</code>
        <Copy text={`${code.text}\n`} label={t('home.copySnippet')} />
      </div>
      {/* Focusable, so that the keyboard can scroll it. */}
      <pre tabIndex={0} role="region" aria-label={code.file}>
        {highlight(code.text, code.language).map(({ kind, text }, index) =>
          kind === 'plain' ? (
            text
          ) : (
            <span key={`${index} ${kind}`} data-kind={kind}>
              {text}
            </span>
          ),
        )}
      </pre>
    </div>
  );
}
