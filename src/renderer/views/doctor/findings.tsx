/** What is wrong and what to do about it, and the text with all of it put right. */
import { useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Section } from '../../ui/page.tsx';
import type { DoctorFinding, DoctorRun } from '../../../main/contract/index.ts';
import styles from './doctor.module.css';
import { splitWords } from './model.ts';

export function Findings(props: {
  readonly findings: readonly DoctorFinding[];
  readonly hasAddress: boolean;
  readonly run: DoctorRun | null;
}) {
  const t = useT();
  const { findings } = props;
  return (
    <Section title={t('doctor.findings')}>
      {findings.length === 0 && (
        <p className={styles.none}>
          <Icon name="check" size={16} />
          {t(
            props.hasAddress && props.run === null
              ? 'doctor.findingsNoneRun'
              : 'doctor.findingsNone',
          )}
        </p>
      )}
      <ul className={styles.findings} aria-live="polite">
        {findings.map((finding) => (
          <Finding
            key={JSON.stringify([finding.rule, finding.span, finding.data])}
            finding={finding}
          />
        ))}
      </ul>
    </Section>
  );
}

function Finding({ finding }: { readonly finding: DoctorFinding }) {
  const t = useT();
  const { rule, severity, span, data, fixedLine } = finding;
  const [what, action] = splitWords(t(`doctorRules.${rule}`, data));
  const isWell = rule === 'all-well';
  return (
    <li data-tone={isWell ? 'done' : severity}>
      <Icon name={iconOf(severity, isWell)} size={17} />
      <div>
        <strong>
          <span className="sr-only">{t(`doctor.severity-${severity}`)}: </span>
          {what}
        </strong>
        {action && <p>{action}</p>}
        {fixedLine !== null && (
          <div className={styles.fix}>
            <code>{fixedLine.trim()}</code>
            <Copy text={fixedLine.trim()} label={t('doctor.copyLine')} />
          </div>
        )}
      </div>
      {span && <span className={styles.where}>{t('doctor.line', { line: span.line })}</span>}
    </li>
  );
}

function iconOf(severity: DoctorFinding['severity'], isWell: boolean): IconName {
  if (isWell) return 'check';
  return severity === 'error' ? 'error' : severity === 'warning' ? 'warning' : 'info';
}

export function Corrected(props: { readonly text: string; readonly masked: string }) {
  const t = useT();
  const before = new Set(props.masked.split('\n'));
  const hasSecrets = props.text.includes('••');
  return (
    <Section
      title={t('doctor.corrected')}
      actions={<Copy text={props.text} label={t('doctor.copyCorrected')} />}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre
        className={styles.corrected}
        tabIndex={0}
        aria-label={t('doctor.corrected')}
        role="region"
      >
        {props.text.split('\n').map((line, index) => (
          <span key={`${index} ${line}`} data-new={!before.has(line) || undefined}>
            {`${line}\n`}
          </span>
        ))}
      </pre>
      {hasSecrets && <p className={styles.small}>{t('doctor.correctedMasked')}</p>}
    </Section>
  );
}
