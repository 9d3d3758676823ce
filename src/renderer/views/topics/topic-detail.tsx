/** One topic: its partitions live, its settings, and what can be done with it. */
import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Crumbs } from '../../ui/crumbs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, navigate } from '../../ui/route.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { livePartitions } from './model.ts';
import { AddPartitions, DeleteTopic, EmptyTopic } from './topic-dialogs.tsx';
import { TopicConfigs } from './topic-configs.tsx';
import { TopicPartitions } from './topic-partitions.tsx';
import { useTopic } from './use-topics.ts';

type Dialog = 'delete' | 'empty' | 'addPartitions';

export function TopicDetailPage({ topic }: { readonly topic: string }) {
  const t = useT();
  const { status, value, error, cluster, reload } = useTopic(topic);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const partitions = value ? livePartitions(value, cluster) : [];
  const close = () => setDialog(null);
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
          <>
            {t('common.partitionCount', { count: partitions.length })} · {t('topics.topicId')}{' '}
            <code>{value.topicId}</code>
          </>
        )
      }
      actions={
        value && (
          <>
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
        <>
          <TopicPartitions partitions={partitions} />
          <TopicConfigs topic={topic} configs={value.configs} onChanged={reload} />
        </>
      )}
      {dialog === 'delete' && (
        <DeleteTopic topic={topic} onClose={close} onDone={() => navigate(href('topics'))} />
      )}
      {dialog === 'empty' && (
        <EmptyTopic
          topic={topic}
          partitions={partitions.map(({ partition }) => partition)}
          onClose={close}
        />
      )}
      {dialog === 'addPartitions' && (
        <AddPartitions topic={topic} presentCount={partitions.length} onClose={close} />
      )}
    </Page>
  );
}

function More(props: {
  readonly topic: string;
  readonly isInternal: boolean;
  readonly onDialog: (dialog: Dialog) => void;
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
        <Menu.Item leftSection={<Icon name="reset" />} onClick={() => props.onDialog('empty')}>
          {t('topics.deleteRecords')}
        </Menu.Item>
        <Menu.Divider />
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
