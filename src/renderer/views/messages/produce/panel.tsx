/** All ways to write to a topic, one beside the other. */
import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { MessagePlace } from '../../../../main/contract/index.ts';
import { useT } from '../../../i18n/index.ts';
import { FileForm } from './file-form.tsx';
import { MessageForm } from './message-form.tsx';
import styles from './produce.module.css';
import { TemplateForm } from './template-form.tsx';

const tabs = ['message', 'file', 'template'] as const;
export type ProduceTab = (typeof tabs)[number];

export function ProducePanel(props: {
  readonly topic: string;
  readonly message?: MessagePlace | undefined;
  readonly tab?: ProduceTab | undefined;
}) {
  const t = useT();
  const { topic, message } = props;
  const [tab, setTab] = useState<ProduceTab>(props.tab ?? 'message');
  return (
    <Tabs
      value={tab}
      onChange={(next) => setTab(next as ProduceTab)}
      keepMounted
      className={styles.panel ?? ''}
    >
      <Tabs.List>
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`produce.tab-${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="message">
        <MessageForm topic={topic} message={message} />
      </Tabs.Panel>
      <Tabs.Panel value="file">
        <FileForm topic={topic} />
      </Tabs.Panel>
      <Tabs.Panel value="template">
        <TemplateForm topic={topic} />
      </Tabs.Panel>
    </Tabs>
  );
}
