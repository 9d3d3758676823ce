/** Why the group rebalanced, how long it took, and who got what. */
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Section } from '../../ui/page.tsx';
import { SkeletonRows } from '../../ui/states.tsx';
import { Status } from '../../ui/status.tsx';
import { Tag } from '../../ui/tag.tsx';
import { useNowMs } from '../../ui/ticks.ts';
import { Time } from '../../ui/time.tsx';
import type { RebalanceCause } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import { type Move, type RebalanceRow, rebalanceRows } from './rebalance-model.ts';
import { useRebalances } from './use-groups.ts';

export function Rebalances({ groupId }: { readonly groupId: string }) {
  const t = useT();
  const format = useFormat();
  const { value } = useRebalances(groupId);
  const rows = value ? rebalanceRows(value) : [];
  return (
    <Section title={t('groups.rebalances')}>
      {!value && <SkeletonRows count={4} />}
      {value && rows.length === 0 && (
        <>
          <p>{t('groups.rebalancesNone', { time: format.dateTime(value.sinceMs) })}</p>
          <p className={styles.sectionNote}>{t('groups.rebalancesExplain')}</p>
        </>
      )}
      {rows.length > 0 && (
        <ol className={styles.rebalances}>
          {rows.map((row) => (
            <Entry key={row.id} row={row} />
          ))}
        </ol>
      )}
      {rows.some(({ isExact }) => !isExact) && (
        <p className={styles.sectionNote}>{t('groups.inferred')}</p>
      )}
    </Section>
  );
}

function Entry({ row }: { readonly row: RebalanceRow }) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  const { tookMs, generationBefore, generation, outcome } = row;
  return (
    <li className={styles.rebalance} data-outcome={outcome}>
      <div className={styles.rebalanceHead}>
        <Time atMs={row.startedAtMs} isAbsoluteShown />
        {tookMs === null ? (
          <Status tone="busy">
            {t('groups.running', { span: format.span(Math.max(0, nowMs - row.startedAtMs)) })}
          </Status>
        ) : (
          tookMs > 0 && <span>{t('groups.took', { span: format.span(tookMs) })}</span>
        )}
        {generation !== null && generationBefore !== null && generation !== generationBefore && (
          <span className="soft">
            {t('groups.generations', { from: generationBefore, to: generation })}
          </span>
        )}
        {!row.isExact && <Tag>{t('groups.inferredTag')}</Tag>}
      </div>
      <ul className={styles.causes}>
        {row.causes.map((cause, index) => (
          <Cause key={`${cause.kind} ${index}`} cause={cause} />
        ))}
      </ul>
      {outcome === 'empty' && <p>{t('groups.becameEmpty')}</p>}
      {row.moves.length > 0 && outcome !== 'empty' && (
        <dl className={styles.moves}>
          {row.moves.map((move) => (
            <MoveLine key={move.key} move={move} />
          ))}
        </dl>
      )}
    </li>
  );
}

function Cause({ cause }: { readonly cause: RebalanceCause }) {
  const t = useT();
  const { member, words } = cause;
  const name = member ? (member.instanceId ?? member.clientId) : '';
  const where = member?.host ? `${name} (${member.host})` : name;
  return (
    <li>
      <strong>
        {t(`groups.cause-${cause.kind}`, { member: where, topic: cause.topic ?? '' })}
      </strong>
      {words !== null && words !== '' && (
        <span className="soft"> {t('groups.clientSaid', { words })}</span>
      )}
    </li>
  );
}

function MoveLine({ move }: { readonly move: Move }) {
  const t = useT();
  return (
    <div data-presence={move.presence}>
      <dt>{move.name}</dt>
      <dd>
        {move.kept.map((partition) => (
          <span key={partition} className={styles.moved}>
            {partition}
          </span>
        ))}
        {move.gained.map((partition) => (
          <span key={partition} className={styles.moved} data-move="gained">
            <Icon name="plus" size={11} />
            <span className="sr-only">{t('groups.gained')} </span>
            {partition}
          </span>
        ))}
        {move.lost.map((partition) => (
          <span key={partition} className={styles.moved} data-move="lost">
            <span className="sr-only">{t('groups.lost')} </span>
            {partition}
          </span>
        ))}
        {move.kept.length + move.gained.length + move.lost.length === 0 && (
          <span className="soft">{t('groups.idle')}</span>
        )}
      </dd>
    </div>
  );
}
