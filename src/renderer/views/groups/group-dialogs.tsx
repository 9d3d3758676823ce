/** Copying a group, forgetting offsets, deleting a group. */
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { href, useNavigate } from '../../ui/route.ts';
import { ErrorNote } from '../../ui/states.tsx';
import type { GroupDetail } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import { topicsOf } from './model.ts';
import { useCopyGroup, useDeleteGroup, useForgetOffsets, useGroups } from './use-groups.ts';

export function CopyGroup(props: { readonly group: GroupDetail; readonly onClose: () => void }) {
  const t = useT();
  const go = useNavigate();
  const { groupId } = props.group;
  const known = useGroups().value?.groups ?? {};
  const [name, setName] = useState(`${groupId}-copy`);
  const action = useCopyGroup();
  const target = name.trim();
  const isAllowed = target !== '' && target !== groupId;
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('groups.copyTitle', { group: groupId })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        onSubmit={async (event) => {
          event.preventDefault();
          if (!isAllowed || !(await action.run(groupId, target))) return;
          props.onClose();
          go(href('groups', target));
        }}
      >
        <p>{t('groups.copyText')}</p>
        <TextInput
          label={t('groups.copyName')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={known[target] && target !== groupId ? t('groups.copyTaken') : null}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {action.error !== null && <ErrorNote error={action.error} />}
        <div className={styles.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!isAllowed} loading={action.isRunning}>
            {t('groups.copy')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

export function ForgetOffsets(props: {
  readonly group: GroupDetail;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { group } = props;
  const topics = topicsOf(group);
  // What cannot be read any more is what one most likely wants to be rid of.
  const gone = Object.values(group.offsets).find(({ problem }) => problem === 'topic-deleted');
  const [topic, setTopic] = useState(gone?.topic ?? topics[0] ?? '');
  const { run, isRunning, error } = useForgetOffsets();
  return (
    <Confirm
      title={t('groups.forgetTitle', { group: group.groupId })}
      action={t('groups.forgetAction', { topic })}
      isDanger
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (await run(group.groupId, topic)) props.onClose();
      }}
      onClose={props.onClose}
    >
      <div className={styles.form}>
        <Select
          label={t('common.topic')}
          data={[...topics]}
          value={topic}
          onChange={(next) => setTopic(next ?? '')}
          allowDeselect={false}
        />
        <p>{t('groups.forgetText')}</p>
      </div>
    </Confirm>
  );
}

export function DeleteGroup(props: { readonly groupId: string; readonly onClose: () => void }) {
  const t = useT();
  const go = useNavigate();
  const { run, isRunning, error } = useDeleteGroup();
  return (
    <Confirm
      title={t('groups.deleteTitle', { group: props.groupId })}
      action={t('groups.delete')}
      isDanger
      isRunning={isRunning}
      error={error}
      onConfirm={async () => {
        if (await run(props.groupId)) go(href('groups'));
      }}
      onClose={props.onClose}
    >
      {t('groups.deleteText')}
    </Confirm>
  );
}
