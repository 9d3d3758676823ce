/** What happened in a run: by the script, by a person, or by itself. */
import { useFormat, useLanguage, useT } from '../../../i18n/index.ts';
import type { RunEvent, ScenarioRun } from '../../../../main/contract/index.ts';
import styles from '../panel/panel.module.css';

export function Events({ run }: { readonly run: ScenarioRun }) {
  const t = useT();
  const format = useFormat();
  const language = useLanguage();
  const events = run.events.toReversed();
  if (events.length === 0) return <p className="soft">{t('studio.noEvents')}</p>;
  return (
    <ul className={styles.events}>
      {events.map((event, at) => (
        <li key={`${event.atMs} ${events.length - at}`}>
          <time dateTime={new Date(event.atMs).toISOString()}>
            {format.span(Math.max(0, event.atMs - run.startedAtMs))}
          </time>
          {event.kind === 'say' ? (
            <p className={styles.say}>
              {typeof event.detail === 'object' ? event.detail[language] : event.detail}
            </p>
          ) : (
            <p data-by={event.by}>{wordsOf(event)}</p>
          )}
        </li>
      ))}
    </ul>
  );

  function wordsOf({ kind, subject, detail, by }: RunEvent): string {
    const values = { subject, detail: typeof detail === 'object' ? detail[language] : detail };
    const isOver = (kind === 'failEvery' && detail === 0) || (kind === 'slow' && detail === 1);
    const over = kind === 'slow' ? 'studio.event-slowNever' : 'studio.event-failNever';
    const what = t(isOver ? over : `studio.event-${kind}`, values);
    return by === 'run' ? what : t(`studio.by-${by}`, { what });
  }
}
