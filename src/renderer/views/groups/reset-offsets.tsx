/** Moves the committed offsets of a group: says first what will be read again or left out. */
import { Button, Chip, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { ErrorNote, SkeletonRows } from '../../ui/states.tsx';
import type { GroupDetail, PlanResetParams } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import { memberRows } from './model.ts';
import { ResetFields } from './reset-fields.tsx';
import { planParams, planTotals, type Preset, presets, type ResetForm } from './reset-model.ts';
import { ResetPreview } from './reset-preview.tsx';
import { useResetPlan, useSetOffsets } from './use-groups.ts';

const typingPauseMs = 250;

const presetKeys = {
  earliest: 'groups.toEarliest',
  latest: 'groups.toLatest',
  'ago-10': 'groups.toMinutes',
  'ago-60': 'groups.toHour',
  'ago-1440': 'groups.toDay',
  timestamp: 'groups.toTime',
  offset: 'groups.toOffset',
  'shift-by': 'groups.toShift',
  each: 'groups.toEach',
  file: 'groups.toFile',
} as const;

export function ResetOffsets(props: {
  readonly group: GroupDetail;
  readonly preset: Preset;
  readonly onCopy: () => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const { group } = props;
  const [openedAtMs] = useState(Date.now);
  const [form, setForm] = useState<ResetForm>({
    preset: props.preset,
    topics: [],
    partitions: [],
    number: 0,
    timestampMs: openedAtMs,
    each: {},
    file: [],
  });
  const change = (fields: Partial<ResetForm>) => setForm((before) => ({ ...before, ...fields }));
  const [settled] = useDebouncedValue(
    JSON.stringify(planParams(form, group, openedAtMs)),
    typingPauseMs,
  );
  const plan = useResetPlan(JSON.parse(settled) as PlanResetParams | null);
  const action = useSetOffsets();
  const rows = plan.value && settled !== 'null' ? plan.value.rows : [];
  const { changed } = planTotals(rows);
  const isEmpty = Object.keys(group.members).length === 0;
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('groups.resetTitle', { group: group.groupId })}
      size={860}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className={styles.form}
        onSubmit={async (event) => {
          event.preventDefault();
          if (!isEmpty || changed.length === 0) return;
          const offsets = changed.map(({ topic, partition, next }) => ({
            topic,
            partition,
            offset: next,
          }));
          if (await action.run(group.groupId, offsets)) props.onClose();
        }}
      >
        <Presets value={form.preset} onChange={(preset) => change({ preset })} />
        <ResetFields group={group} form={form} onChange={change} />
        {!isEmpty && <ActiveNote group={group} onCopy={props.onCopy} />}
        <div>
          <h3 className={styles.previewTitle}>{t('groups.preview')}</h3>
          {plan.error !== null && <ErrorNote error={plan.error} />}
          {plan.status === 'loading' && !plan.value && <SkeletonRows count={3} />}
          {plan.value && settled !== 'null' && (
            <ResetPreview
              plan={plan.value}
              onEach={
                form.preset === 'each'
                  ? (name, offset) => change({ each: { ...form.each, [name]: offset } })
                  : null
              }
            />
          )}
        </div>
        {action.error !== null && <ErrorNote error={action.error} />}
        <div className={styles.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            disabled={!isEmpty || changed.length === 0}
            loading={action.isRunning}
          >
            {isEmpty
              ? t('groups.resetAction', { count: changed.length })
              : t('groups.resetWaiting')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Presets(props: { readonly value: Preset; readonly onChange: (preset: Preset) => void }) {
  const t = useT();
  return (
    <fieldset className={styles.presets}>
      <legend>{t('groups.resetTo')}</legend>
      <Chip.Group value={props.value} onChange={(next) => props.onChange(next as Preset)}>
        {presets.map((preset) => (
          <Chip key={preset} value={preset} size="xs" variant="outline">
            {t(presetKeys[preset], { count: 10 })}
          </Chip>
        ))}
      </Chip.Group>
    </fieldset>
  );
}

/** Why it cannot be done now, and what to do; it goes away with the last member. */
function ActiveNote(props: { readonly group: GroupDetail; readonly onCopy: () => void }) {
  const t = useT();
  const rows = memberRows(props.group);
  return (
    <div className={styles.active} role="status">
      <Icon name="warning" size={16} />
      <div>
        <p>{t('groups.resetActive', { count: rows.length })}</p>
        <ul>
          {rows.slice(0, 5).map(({ memberId, instanceId, clientId, host }) => (
            <li key={memberId}>
              <code>
                {instanceId ?? clientId} · {host}
              </code>
            </li>
          ))}
          {rows.length > 5 && <li>+{rows.length - 5}</li>}
        </ul>
        <p>
          {t('groups.resetActiveCopy')}{' '}
          <Button size="compact-xs" variant="default" onClick={props.onCopy}>
            {t('groups.copy')}
          </Button>
        </p>
      </div>
    </div>
  );
}
