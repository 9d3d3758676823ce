/** What a reset will do, partition by partition, before it is done. */
import { NumberInput } from '@mantine/core';
import { useFormat, useT } from '../../i18n/index.ts';
import { OffsetLink } from '../../objects/offset-link.tsx';
import { Tag } from '../../ui/tag.tsx';
import table from '../../ui/table.module.css';
import type { PlannedReset, ResetPlan } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import { planTotals } from './reset-model.ts';

export function ResetPreview(props: {
  readonly plan: ResetPlan;
  /** Given: each partition's new offset can be typed. */
  readonly onEach: ((topicPartition: string, offset: number) => void) | null;
}) {
  const t = useT();
  const format = useFormat();
  const { rows, unknown } = props.plan;
  const { again, skipped, changed, firstMs } = planTotals(rows);
  const amounts = { amount: format.number(again) };
  return (
    <>
      <div className={styles.totals}>
        {again > 0 && (
          <strong>
            {firstMs === null
              ? t('groups.readAgain', amounts)
              : t('groups.readAgainSince', { ...amounts, time: format.dateTime(firstMs) })}
          </strong>
        )}
        {skipped > 0 && (
          <strong data-tone="attention">
            {t('groups.skips', { amount: format.number(skipped) })}
          </strong>
        )}
        {changed.length === 0 && <span>{t('groups.previewNothing')}</span>}
        {unknown.length > 0 && (
          <span data-tone="attention">
            {t('groups.planUnknown', { names: unknown.slice(0, 6).join(', ') })}
          </span>
        )}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <div className={styles.preview} tabIndex={0} role="region" aria-label={t('groups.preview')}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('common.partition')}</th>
              <th scope="col" className="num">
                {t('groups.now')}
              </th>
              <th scope="col" className="num">
                {t('groups.next')}
              </th>
              <th scope="col" className="num">
                {t('groups.effect')}
              </th>
              <th scope="col" className={styles.firstHead}>
                {t('groups.firstMessage')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PreviewLine key={`${row.topic}-${row.partition}`} row={row} onEach={props.onEach} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function PreviewLine(props: {
  readonly row: PlannedReset;
  readonly onEach: ((topicPartition: string, offset: number) => void) | null;
}) {
  const t = useT();
  const format = useFormat();
  const { row, onEach } = props;
  const name = `${row.topic}-${row.partition}`;
  return (
    <tr>
      <td className="nowrap">{name}</td>
      <td className="num">{row.now === null ? '–' : format.number(row.now)}</td>
      <td className="num">
        {onEach ? (
          <NumberInput
            size="xs"
            w={120}
            aria-label={t('groups.newOffset', { name })}
            defaultValue={row.next}
            min={row.logStartOffset}
            max={row.logEndOffset}
            clampBehavior="blur"
            allowDecimal={false}
            hideControls
            onChange={(next) => onEach(name, Number(next) || 0)}
          />
        ) : (
          format.number(row.next)
        )}
        {row.isClamped && <Tag>{t('groups.clamped')}</Tag>}
      </td>
      <td className="num">
        <Effect row={row} />
      </td>
      <td className={styles.first}>
        {row.first ? (
          <>
            <OffsetLink topic={row.topic} partition={row.partition} offset={row.next}>
              {format.dateTime(row.first.timestampMs)}
            </OffsetLink>
            <code className={styles.cut}>{row.first.value ?? row.first.key ?? ''}</code>
          </>
        ) : (
          <span className="soft">{t('groups.atEnd')}</span>
        )}
      </td>
    </tr>
  );
}

function Effect({ row }: { readonly row: PlannedReset }) {
  const t = useT();
  const format = useFormat();
  if (row.again > 0) return t('groups.again', { amount: format.number(row.again) });
  if (row.skipped > 0) {
    return (
      <span className={styles.skipped}>
        {t('groups.skipped', { amount: format.number(row.skipped) })}
      </span>
    );
  }
  return (
    <span className="soft">{t(row.now === null ? 'groups.firstCommit' : 'groups.noEffect')}</span>
  );
}
