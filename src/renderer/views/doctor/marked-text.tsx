/** The pasted text with its secrets as dots, its wrong lines marked, and what to write instead. */
import { Button } from '@mantine/core';
import { useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import type { DoctorFinding, DoctorReading } from '../../../main/contract/index.ts';
import styles from './doctor.module.css';
import { type MarkedLine, markedLines } from './model.ts';
import { changeDraft } from './use-doctor.ts';

export function MarkedText(props: {
  readonly reading: DoctorReading;
  readonly findings: readonly DoctorFinding[];
}) {
  const t = useT();
  const { reading } = props;
  const lines = markedLines(reading.masked, props.findings);
  return (
    <section aria-label={t('doctor.input')}>
      <div className={styles.textHead}>
        <span>
          {t('doctor.format', { format: t(`doctor.format-${reading.format}`) })}
          {reading.settings.length > 0 && (
            <span className="soft">
              {' · '}
              {t('doctor.settingsFound', { count: reading.settings.length })}
            </span>
          )}
        </span>
        <span className={styles.textTools}>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => changeDraft({ isEditing: true })}
          >
            {t('doctor.edit')}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => changeDraft({ text: '', isEditing: true, examined: null })}
          >
            {t('doctor.clear')}
          </Button>
        </span>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <div className={styles.text} tabIndex={0} role="region" aria-label={t('doctor.input')}>
        <ol>
          {lines.map((line) => (
            <Line key={line.number} line={line} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function Line({ line }: { readonly line: MarkedLine }) {
  const t = useT();
  const [before, marked, behind] = line.parts;
  return (
    <>
      <li data-tone={line.tone ?? undefined} id={`doctor-line-${line.number}`}>
        <span className={styles.number} aria-hidden="true">
          {line.number}
        </span>
        <code>
          {line.tone !== null && (
            <span className="sr-only">{t(`doctor.severity-${line.tone}`)}: </span>
          )}
          {before}
          {marked !== '' && <mark>{marked}</mark>}
          {behind}
        </code>
      </li>
      {line.instead !== null && line.instead !== line.text && (
        <li className={styles.instead}>
          <span className={styles.number} aria-hidden="true">
            →
          </span>
          <code>
            <span className="sr-only">{t('doctor.writeInstead')}: </span>
            {line.instead}
          </code>
          <Copy text={line.instead.trim()} label={t('doctor.copyLine')} />
        </li>
      )}
    </>
  );
}
