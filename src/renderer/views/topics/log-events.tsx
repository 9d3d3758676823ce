/** Rolls, deletions and cleanings, as they were seen. */
import { useFormat, useT } from '../../i18n/index.ts';
import { BrokerBadge } from '../../ui/broker-badge.tsx';
import { Time } from '../../ui/time.tsx';
import type { ReplicaLog } from '../../../main/contract/index.ts';
import type { LogEvent } from './segments.ts';
import styles from './topics.module.css';

export function LogEvents(props: {
  readonly events: readonly LogEvent[];
  readonly logs: { readonly [replica: string]: ReplicaLog };
}) {
  const t = useT();
  const format = useFormat();
  return (
    <section className={styles.panel}>
      <h3>{t('topics.eventsTitle')}</h3>
      {props.events.length === 0 ? (
        <p className="soft">{t('topics.noEvents')}</p>
      ) : (
        <ol className={styles.events} aria-live="polite">
          {props.events.slice(0, 12).map((event) => (
            <li key={`${event.atMs} ${event.replica} ${event.kind} ${event.baseOffset}`}>
              <BrokerBadge id={props.logs[event.replica]?.brokerId ?? 0} />
              <span>
                {t(`topics.event-${event.kind}`, {
                  offset: format.number(event.baseOffset),
                  size: format.bytes(event.sizeBytes),
                })}
              </span>
              <Time atMs={event.atMs} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
