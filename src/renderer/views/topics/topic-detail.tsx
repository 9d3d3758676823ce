/** One topic: its partitions live, its files, settings and readers, and what can be done with it. */
import { Button, Menu, Tabs } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { ConfigTable } from '../../ui/config-table/index.tsx';
import { CopyLink } from '../../ui/copy-link.tsx';
import { Crumbs } from '../../ui/crumbs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useNavigate, useQueryState } from '../../ui/route.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { TopicDetail } from '../../../main/contract/index.ts';
import { livePartitions } from './model.ts';
import { TopicConsumersTable } from './topic-consumers.tsx';
import { type TopicDialogName, TopicDialogs } from './topic-dialogs.tsx';
import { TopicFiles } from './topic-files.tsx';
import { TopicOverview } from './topic-overview.tsx';
import styles from './topics.module.css';
import { alterTopic, useTopic } from './use-topics.ts';

const tabNames = ['overview', 'files', 'settings', 'consumers'] as const;
type TabName = (typeof tabNames)[number];

export function TopicDetailPage({ topic }: { readonly topic: string }) {
  const t = useT();
  const format = useFormat();
  const navigate = useNavigate();
  const { status, value, error, cluster, offsets, summary, reload } = useTopic(topic);
  const [tab, setTab] = useQueryState<TabName>('tab', 'overview');
  const [dialog, setDialog] = useState<TopicDialogName | null>(null);
  const partitions = value ? livePartitions(value, cluster, offsets) : [];
  return (
    <Page
      title={
        <Crumbs parent={{ label: t('topics.back'), href: href('topics') }}>
          {topic}
          {value?.isInternal && <Tag>{t('common.internal')}</Tag>}
        </Crumbs>
      }
      note={
        value && (
          <span className={styles.facts}>
            <span>{t('common.partitionCount', { count: partitions.length })}</span>
            {summary && (
              <>
                <span>
                  {t('common.records', {
                    count: summary.recordCount,
                    amount: format.number(summary.recordCount),
                  })}
                </span>
                {summary.sizeBytes !== null && <span>{format.bytes(summary.sizeBytes)}</span>}
                {summary.recordsInPerS !== null && (
                  <span>{t('topics.rateIn', { rate: format.rate(summary.recordsInPerS) })}</span>
                )}
              </>
            )}
            <span>
              {t('topics.topicId')} <code>{value.topicId}</code>
            </span>
          </span>
        )
      }
      actions={
        value && (
          <>
            <CopyLink />
            <Button
              component="a"
              variant="default"
              href={href('messages', topic)}
              leftSection={<Icon name="message" size={14} />}
            >
              {t('topics.readMessages')}
            </Button>
            <More topic={topic} isInternal={value.isInternal} onDialog={setDialog} />
          </>
        )
      }
    >
      {!value && status === 'failed' && <ErrorState error={error} onRetry={reload} />}
      {!value && status === 'loading' && <SkeletonRows count={8} />}
      {value && (
        <Tabs
          value={tabNames.includes(tab) ? tab : 'overview'}
          onChange={(next) => setTab((next ?? 'overview') as TabName, true)}
          keepMounted={false}
        >
          <Tabs.List>
            {tabNames.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`topics.tab-${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="overview" className={styles.tab ?? ''}>
            <TopicOverview
              topic={topic}
              configs={value.configs}
              partitions={partitions}
              onChanged={reload}
            />
          </Tabs.Panel>
          <Tabs.Panel value="files" className={styles.tab ?? ''}>
            <TopicFiles topic={topic} partitionCount={partitions.length} />
          </Tabs.Panel>
          <Tabs.Panel value="settings" className={styles.tab ?? ''}>
            <Settings topic={topic} configs={value.configs} onChanged={reload} />
          </Tabs.Panel>
          <Tabs.Panel value="consumers" className={styles.tab ?? ''}>
            <TopicConsumersTable topic={topic} partitionCount={partitions.length} />
          </Tabs.Panel>
        </Tabs>
      )}
      {dialog && (
        <TopicDialogs
          dialog={dialog}
          topic={topic}
          partitions={partitions}
          onClose={() => setDialog(null)}
          onGone={() => navigate(href('topics'))}
          onChanged={reload}
        />
      )}
    </Page>
  );
}

function Settings(props: {
  readonly topic: string;
  readonly configs: TopicDetail['configs'];
  readonly onChanged: () => void;
}) {
  const t = useT();
  const [filter, setFilter] = useQueryState<string>('q', '');
  const [onlySet, setOnlySet] = useQueryState<string>('set', '');
  return (
    <ConfigTable
      label={t('topics.configs')}
      configs={props.configs}
      own={['topic']}
      exportName={`${props.topic}-settings`}
      filter={{ text: filter, set: setFilter }}
      onlySet={{ isOn: onlySet === '1', set: (isOn) => setOnlySet(isOn ? '1' : '') }}
      alter={(changes) => alterTopic(props.topic, changes)}
      onChanged={props.onChanged}
    />
  );
}

function More(props: {
  readonly topic: string;
  readonly isInternal: boolean;
  readonly onDialog: (dialog: TopicDialogName) => void;
}) {
  const t = useT();
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" px={8} aria-label={t('common.actionsFor', { name: props.topic })}>
          <Icon name="dots" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<Icon name="plus" />}
          onClick={() => props.onDialog('addPartitions')}
        >
          {t('topics.addPartitions')}
        </Menu.Item>
        <Menu.Item leftSection={<Icon name="copy" />} onClick={() => props.onDialog('clone')}>
          {t('topics.clone')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="reset" />} onClick={() => props.onDialog('purge')}>
          {t('topics.deleteRecords')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="restart" />}
          disabled={props.isInternal}
          onClick={() => props.onDialog('truncate')}
        >
          {t('topics.truncate')}
        </Menu.Item>
        <Menu.Item
          leftSection={<Icon name="trash" />}
          disabled={props.isInternal}
          style={{ color: 'var(--failure)' }}
          onClick={() => props.onDialog('delete')}
        >
          {t('topics.deleteTopic')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
