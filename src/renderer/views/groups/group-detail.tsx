/** One group: who reads what, how far, how far behind and why; moving its offsets, deleting it. */
import { ActionIcon, Button, Menu, SegmentedControl } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerLink } from '../../objects/broker-link.tsx';
import { Crumbs } from '../../ui/crumbs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, useQueryState } from '../../ui/route.ts';
import { saveFile } from '../../ui/save-file.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import { Term } from '../../ui/term.tsx';
import type { GroupDetail } from '../../../main/contract/index.ts';
import { AssignmentPicture } from './assignment-picture.tsx';
import { Findings } from './findings.tsx';
import { Forecast } from './forecast.tsx';
import { CopyGroup, DeleteGroup, ForgetOffsets } from './group-dialogs.tsx';
import { GroupMembers } from './group-members.tsx';
import { GroupOffsets } from './group-offsets.tsx';
import styles from './groups.module.css';
import { LagChart } from './lag-chart.tsx';
import { offsetsFile, phaseTone } from './model.ts';
import { Rebalances } from './rebalances.tsx';
import { type Preset, presetFirst, presets } from './reset-model.ts';
import { ResetOffsets } from './reset-offsets.tsx';
import { StaleNote } from './stale-note.tsx';
import { useGroup } from './use-groups.ts';

const tabs = ['lag', 'members', 'rebalances'] as const;
type Tab = (typeof tabs)[number];
type Dialog = '' | 'reset' | 'copy' | 'forget' | 'delete';

export function GroupDetailPage({ groupId }: { readonly groupId: string }) {
  const t = useT();
  const { status, value, error } = useGroup(groupId);
  const [dialog, setDialog] = useQueryState<Dialog>('act', '');
  return (
    <Page
      title={<Crumbs parent={{ label: t('groups.back'), href: href('groups') }}>{groupId}</Crumbs>}
      note={value && <Facts group={value} />}
      isNoteBelow
      actions={value && <Actions group={value} onDialog={setDialog} />}
    >
      {!value && status === 'failed' && <ErrorState error={error} />}
      {!value && status === 'loading' && <SkeletonRows count={8} />}
      {value && (
        <>
          {status === 'failed' && <ErrorState error={error} />}
          <Content group={value} onDialog={setDialog} />
          <Dialogs group={value} dialog={dialog} onDialog={setDialog} />
        </>
      )}
    </Page>
  );
}

function Content(props: {
  readonly group: GroupDetail;
  readonly onDialog: (dialog: Dialog) => void;
}) {
  const t = useT();
  const { group } = props;
  const [member] = useQueryState<string>('member', '');
  const [tab, setTab] = useQueryState<Tab>('tab', member === '' ? 'lag' : 'members');
  return (
    <div data-stale={group.staleSinceMs !== null || undefined} className={styles.detail}>
      <StaleNote sinceMs={group.staleSinceMs} />
      <Findings
        group={group}
        onReset={() => props.onDialog('reset')}
        onForget={() => props.onDialog('forget')}
      />
      <SegmentedControl
        className={styles.tabs}
        aria-label={t('groups.tabs')}
        data={tabs.map((name) => ({ value: name, label: t(`groups.tab-${name}`) }))}
        value={tab}
        onChange={(next) => setTab(next as Tab, true)}
      />
      {tab === 'lag' && (
        <>
          <LagChart groupId={group.groupId} />
          <GroupOffsets group={group} />
        </>
      )}
      {tab === 'members' && (
        <>
          <AssignmentPicture group={group} />
          <GroupMembers group={group} selected={member === '' ? null : member} />
        </>
      )}
      {tab === 'rebalances' && <Rebalances groupId={group.groupId} />}
    </div>
  );
}

function Dialogs(props: {
  readonly group: GroupDetail;
  readonly dialog: Dialog;
  readonly onDialog: (dialog: Dialog) => void;
}) {
  const { group, onDialog } = props;
  const [to] = useQueryState<Preset>('to', presetFirst);
  const close = () => onDialog('');
  switch (props.dialog) {
    case 'reset':
      return (
        <ResetOffsets
          group={group}
          preset={presets.includes(to) ? to : presetFirst}
          onCopy={() => onDialog('copy')}
          onClose={close}
        />
      );
    case 'copy':
      return <CopyGroup group={group} onClose={close} />;
    case 'forget':
      return <ForgetOffsets group={group} onClose={close} />;
    case 'delete':
      return <DeleteGroup groupId={group.groupId} onClose={close} />;
    default:
      return null;
  }
}

function Facts({ group }: { readonly group: GroupDetail }) {
  const t = useT();
  const format = useFormat();
  const { generation, writtenPerS, readPerS } = group;
  const generationKey = group.type === 'consumer' ? 'groups.groupEpoch' : 'groups.generation';
  return (
    <div className={styles.facts}>
      <Status tone={phaseTone(group.phase)}>{t(`groups.phase-${group.phase}`)}</Status>
      <span>
        <Term name="lag">{t('groups.lag')}</Term>{' '}
        <strong>
          {t('common.records', { count: group.lag, amount: format.number(group.lag) })}
        </strong>
        {group.lagS !== null && group.lag > 0 && (
          <>
            {' · '}
            <strong>{format.span(group.lagS * 1000)}</strong>
          </>
        )}
      </span>
      {Object.keys(group.offsets).length > 0 && <Forecast forecast={group.forecast} />}
      {writtenPerS !== null && readPerS !== null && (
        <span>
          {t('groups.flow', { written: format.rate(writtenPerS), read: format.rate(readPerS) })}
        </span>
      )}
      <span className={styles.coordinator}>
        <Term name="coordinator">{t('groups.coordinator')}</Term>
        <BrokerLink id={group.coordinatorId} isOutlined />
      </span>
      <span>{t(`groups.type-${group.type}`)}</span>
      {group.protocolType !== '' && group.protocolType !== 'consumer' && (
        <span>{t('groups.protocolType', { name: group.protocolType })}</span>
      )}
      {group.protocol && <span>{t('groups.protocol', { name: group.protocol })}</span>}
      {generation !== null && <span>{t(generationKey, { number: generation })}</span>}
    </div>
  );
}

function Actions(props: {
  readonly group: GroupDetail;
  readonly onDialog: (dialog: Dialog) => void;
}) {
  const t = useT();
  const { group, onDialog } = props;
  const hasMembers = Object.keys(group.members).length > 0;
  const hasOffsets = Object.keys(group.offsets).length > 0;
  const { groupId } = group;
  return (
    <div className={styles.actions}>
      <Button
        variant="default"
        leftSection={<Icon name="reset" size={14} />}
        disabled={!hasOffsets}
        onClick={() => onDialog('reset')}
      >
        {t('groups.reset')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t('groups.moreActions')}>
            <Icon name="dots" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name="copy" />}
            disabled={!hasOffsets}
            onClick={() => onDialog('copy')}
          >
            {t('groups.copy')}
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="download" />}
            disabled={!hasOffsets}
            onClick={() => saveFile(`offsets-${groupId}.csv`, offsetsFile(group), 'text/csv')}
          >
            {t('groups.exportOffsets')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<Icon name="close" />}
            disabled={!hasOffsets}
            onClick={() => onDialog('forget')}
          >
            {t('groups.forget')}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<Icon name="trash" />}
            disabled={hasMembers}
            title={hasMembers ? t('groups.deleteActive') : undefined}
            onClick={() => onDialog('delete')}
          >
            {t('groups.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}
