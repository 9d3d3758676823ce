/** Topics whose names begin alike as one line each, and the way down into them. */
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import { Status } from '../../ui/status.tsx';
import table from '../../ui/table.module.css';
import type { TopicGroup } from './model.ts';
import styles from './topics.module.css';

export function TopicGroups(props: {
  readonly groups: readonly TopicGroup[];
  readonly within: string;
  readonly onOpen: (prefix: string) => void;
}) {
  const t = useT();
  const { within } = props;
  return (
    <div className={styles.groups}>
      {within !== '' && (
        <nav className={styles.path} aria-label={t('topics.path')}>
          <button type="button" className={styles.step} onClick={() => props.onOpen('')}>
            {t('topics.allNames')}
          </button>
          {stepsOf(within).map((step) => (
            <button
              key={step}
              type="button"
              className={styles.step}
              aria-current={step === within || undefined}
              onClick={() => props.onOpen(step)}
            >
              {step}…
            </button>
          ))}
        </nav>
      )}
      {props.groups.length > 0 && (
        <table className={table.table} aria-label={t('topics.groups')}>
          <thead>
            <tr>
              <th scope="col">{t('topics.prefix')}</th>
              <th scope="col" className="num">
                {t('common.topics')}
              </th>
              <th scope="col" className="num">
                {t('common.partitions')}
              </th>
              <th scope="col" className="num">
                {t('topics.records')}
              </th>
              <th scope="col" className="num">
                {t('common.size')}
              </th>
              <th scope="col" className="num">
                {t('topics.recordsIn')}
              </th>
              <th scope="col">{t('topics.health')}</th>
            </tr>
          </thead>
          <tbody>
            {props.groups.map((group) => (
              <GroupLine key={group.prefix} group={group} onOpen={props.onOpen} />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function GroupLine(props: {
  readonly group: TopicGroup;
  readonly onOpen: (prefix: string) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { group } = props;
  return (
    <tr>
      <td>
        <button type="button" className={styles.step} onClick={() => props.onOpen(group.prefix)}>
          <Icon name="chevronRight" size={13} />
          {group.prefix}…
        </button>
      </td>
      <td className="num">{format.number(group.topicCount)}</td>
      <td className="num">{format.number(group.partitionCount)}</td>
      <td className="num">{format.number(group.recordCount)}</td>
      <td className="num">{group.sizeBytes === null ? '–' : format.bytes(group.sizeBytes)}</td>
      <td className="num">
        {group.recordsInPerS === null ? '–' : format.rate(group.recordsInPerS)}
      </td>
      <td>
        {group.unhealthyCount > 0 ? (
          <Status tone="attention">{t('topics.unhealthy', { count: group.unhealthyCount })}</Status>
        ) : (
          <Status tone="done">{t('topics.healthy')}</Status>
        )}
      </td>
    </tr>
  );
}

/** `shop.orders.` -> `shop.`, `shop.orders.` */
function stepsOf(within: string): readonly string[] {
  return [...within.matchAll(/[._-]/g)].map(({ index }) => within.slice(0, index + 1));
}
