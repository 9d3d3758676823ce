/** Who reads what, as a picture: a row for each member, a column for each partition. */
import { useFormat, useT } from '../../i18n/index.ts';
import { MemberLink } from '../../objects/member-link.tsx';
import { PartitionLink } from '../../objects/partition-link.tsx';
import { TopicLink } from '../../objects/topic-link.tsx';
import { Section } from '../../ui/page.tsx';
import { Status } from '../../ui/status.tsx';
import type { GroupDetail } from '../../../main/contract/index.ts';
import styles from './groups.module.css';
import { type Picture, type PictureCell, pictureOf } from './model.ts';

export function AssignmentPicture({ group }: { readonly group: GroupDetail }) {
  const t = useT();
  const picture = pictureOf(group);
  if (picture.rows.length === 0 || picture.topics.length === 0) return null;
  return (
    <Section title={t('groups.picture')}>
      <div className={styles.pictureWrap}>
        <table className={styles.picture} aria-label={t('groups.pictureLabel')}>
          <Head picture={picture} />
          <tbody>
            {picture.rows.map((member, row) => (
              <tr key={member.memberId}>
                <th scope="row" className={styles.pictureName}>
                  <MemberLink groupId={group.groupId} memberId={member.memberId}>
                    {member.instanceId ?? member.clientId}
                  </MemberLink>
                  {member.idle && <Status tone="quiet">{t('groups.idle')}</Status>}
                </th>
                <Cells picture={picture} row={row} client={member.clientId} />
              </tr>
            ))}
            {picture.hasUnread && (
              <tr data-unread>
                <th scope="row" className={styles.pictureName}>
                  <span className="soft">{t('groups.pictureNobody')}</span>
                </th>
                <Cells picture={picture} row={null} client={null} />
              </tr>
            )}
          </tbody>
        </table>
      </div>
      {picture.hiddenCount > 0 && (
        <p className="soft">{t('groups.pictureMore', { count: picture.hiddenCount })}</p>
      )}
    </Section>
  );
}

function Head({ picture }: { readonly picture: Picture }) {
  const t = useT();
  return (
    <thead>
      <tr>
        <td />
        {picture.topics.map(({ topic, cells }) => (
          <th key={topic} scope="colgroup" colSpan={cells.length} className={styles.pictureTopic}>
            <TopicLink topic={topic} />
          </th>
        ))}
      </tr>
      <tr>
        <th scope="col" className={styles.pictureName}>
          <span className="sr-only">{t('groups.members')}</span>
        </th>
        {picture.topics.map(({ topic, cells }) =>
          cells.map(({ partition }, index) => (
            <th
              key={`${topic}-${partition}`}
              scope="col"
              className={styles.pictureHead}
              data-first={index === 0 || undefined}
            >
              <PartitionLink topic={topic} partition={partition} />
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}

/** One row of them; `row` is null for the partitions that nobody reads. */
function Cells(props: {
  readonly picture: Picture;
  readonly row: number | null;
  readonly client: string | null;
}) {
  return props.picture.topics.map(({ topic, cells }) =>
    cells.map((cell, index) => (
      <Cell
        key={`${topic}-${cell.partition}`}
        cell={cell}
        isOwn={cell.row === props.row}
        isFirst={index === 0}
        client={props.client}
      />
    )),
  );
}

function Cell(props: {
  readonly cell: PictureCell;
  readonly isOwn: boolean;
  readonly isFirst: boolean;
  readonly client: string | null;
}) {
  const t = useT();
  const format = useFormat();
  const { topic, partition, lag } = props.cell;
  const values = { topic, partition, lag: format.number(lag) };
  const label =
    props.client === null
      ? t('groups.cellUnread', values)
      : t('groups.cellRead', { ...values, client: props.client });
  return (
    <td className={styles.pictureCell} data-first={props.isFirst || undefined}>
      {props.isOwn && (
        <span
          className={styles.pictureMark}
          data-unread={props.client === null || undefined}
          title={label}
        >
          <span className="sr-only">{label}</span>
        </span>
      )}
    </td>
  );
}
