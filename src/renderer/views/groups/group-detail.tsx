/** One group: who reads what, how far, how far behind; moving its offsets, deleting it. */
import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Crumbs } from '../../ui/crumbs.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, navigate } from '../../ui/route.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import { Term } from '../../ui/term.tsx';
import type { GroupDetail } from '../../../main/contract/index.ts';
import { GroupMembers } from './group-members.tsx';
import { GroupOffsets } from './group-offsets.tsx';
import styles from './groups.module.css';
import { phaseTone } from './model.ts';
import { ResetOffsets } from './reset-offsets.tsx';
import { useDeleteGroup, useGroup } from './use-groups.ts';

export function GroupDetailPage({ groupId }: { readonly groupId: string }) {
  const t = useT();
  const { status, value, error } = useGroup(groupId);
  const [dialog, setDialog] = useState<'reset' | 'delete' | null>(null);
  return (
    <Page
      title={<Crumbs parent={{ label: t('groups.back'), href: href('groups') }}>{groupId}</Crumbs>}
      note={value && <Facts group={value} />}
      actions={value && <Actions group={value} onDialog={setDialog} />}
    >
      {status === 'failed' && <ErrorState error={error} />}
      {!value && status === 'loading' && <SkeletonRows count={8} />}
      {value && status !== 'failed' && (
        <>
          <GroupMembers group={value} />
          <GroupOffsets group={value} />
        </>
      )}
      {dialog === 'reset' && value && (
        <ResetOffsets group={value} onClose={() => setDialog(null)} />
      )}
      {dialog === 'delete' && <DeleteGroup groupId={groupId} onClose={() => setDialog(null)} />}
    </Page>
  );
}

function Facts({ group }: { readonly group: GroupDetail }) {
  const t = useT();
  const format = useFormat();
  return (
    <div className={styles.facts}>
      <Status tone={phaseTone(group.phase)}>{t(`groups.phase-${group.phase}`)}</Status>
      <span>
        <Term name="coordinator">{t('groups.coordinator')}</Term>{' '}
        <strong>{t('common.broker', { id: group.coordinatorId })}</strong>
      </span>
      {group.protocol && <span>{t('groups.protocol', { name: group.protocol })}</span>}
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
    </div>
  );
}

function Actions(props: {
  readonly group: GroupDetail;
  readonly onDialog: (dialog: 'reset' | 'delete') => void;
}) {
  const t = useT();
  const hasMembers = Object.keys(props.group.members).length > 0;
  const hasOffsets = Object.keys(props.group.offsets).length > 0;
  return (
    <Tooltip label={t('groups.resetNeedsEmpty')} disabled={!hasMembers}>
      <div className={styles.actions}>
        <Button
          variant="default"
          leftSection={<Icon name="reset" size={14} />}
          disabled={hasMembers || !hasOffsets}
          onClick={() => props.onDialog('reset')}
        >
          {t('groups.reset')}
        </Button>
        <Button
          variant="default"
          leftSection={<Icon name="trash" size={14} />}
          disabled={hasMembers}
          onClick={() => props.onDialog('delete')}
        >
          {t('groups.delete')}
        </Button>
      </div>
    </Tooltip>
  );
}

function DeleteGroup(props: { readonly groupId: string; readonly onClose: () => void }) {
  const t = useT();
  const { run, isRunning, error } = useDeleteGroup();
  return (
    <Confirm
      title={t('groups.deleteTitle', { group: props.groupId })}
      action={t('groups.delete')}
      isDanger
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (await run(props.groupId)) navigate(href('groups'));
      }}
      onClose={props.onClose}
    >
      {t('groups.deleteText')}
    </Confirm>
  );
}
