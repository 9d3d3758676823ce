/** What must be true of the tables when all is handled, and whether it is. */
import { bothTexts } from '../../../../scenario/edit/graph.ts';
import { mapping, nameOf } from '../../../../scenario/edit/references.ts';
import { useFormat, useLanguage, useT } from '../../../i18n/index.ts';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import type { ExpectationResult, ScenarioRun } from '../../../../main/contract/index.ts';
import styles from './expectations.module.css';

const icons: { readonly [Status in ExpectationResult['status']]: IconName } = {
  pending: 'clock',
  holds: 'check',
  fails: 'close',
};

export function Expectations(props: {
  /** As the file says them. */
  readonly expectations: readonly unknown[];
  readonly run: ScenarioRun | null;
}) {
  const t = useT();
  const language = useLanguage();
  const format = useFormat();
  const { expectations, run } = props;
  if (expectations.length === 0) return <p className="soft">{t('scenarios.noExpectations')}</p>;
  return (
    <ul className={styles.list}>
      {expectations.map((expectation) => {
        const name = nameOf(expectation);
        const title = bothTexts(mapping(expectation)['title'], name)[language];
        const result = run?.expectations[name] ?? { status: 'pending' as const, detail: '' };
        return (
          <li key={name} className={styles.entry} data-status={result.status}>
            <span className={styles.mark}>
              <Icon name={icons[result.status]} size={14} />
            </span>
            <div>
              <p className={styles.title}>{title}</p>
              <p className={styles.result}>
                <strong>{t(`scenarios.expect-${result.status}`)}</strong>
                {result.detail && <span>{withGroups(result.detail, format.number)}</span>}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** `4121 ≠ 217` with its numbers as everywhere else. */
function withGroups(detail: string, format: (value: number) => string): string {
  return detail.replaceAll(/\d{4,15}/g, (digits) => format(Number(digits)));
}
