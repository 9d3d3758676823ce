/** Lines to begin with: a click types one into the shell, and leaves Enter to the person. */
import { useT } from '../../i18n/index.ts';
import { exampleLines } from './model.ts';
import styles from './terminal.module.css';
import { shellOf } from './use-terminals.ts';

export function Examples(props: {
  readonly terminalId: string;
  readonly programs: readonly string[];
}) {
  const t = useT();
  return (
    <div className={styles.foot}>
      <span>{t('terminal.try')}</span>
      <ul className={styles.examples}>
        {exampleLines(props.programs).map((line) => (
          <li key={line}>
            <button
              type="button"
              className={styles.example}
              title={t('terminal.typeIt')}
              onClick={() => shellOf(props.terminalId).write(line)}
            >
              {line}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
