/** Where the rules of the models come from. */
import { useT } from '../../i18n/index.ts';
import tableStyles from '../../ui/table.module.css';
import questionStyles from './questions.module.css';
import { rules } from './services.ts';

export function CompareSources() {
  const t = useT();
  return (
    <details className={questionStyles.sources}>
      <summary>{t('questions.rules')}</summary>
      <table className={tableStyles.table}>
        <thead>
          <tr>
            <th scope="col">{t('questions.rule')}</th>
            <th scope="col">{t('questions.source')}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ rule, title, url }) => (
            <tr key={rule}>
              <td>{t(`questions.rule-${rule}`)}</td>
              <td>
                <a href={url} target="_blank" rel="noreferrer">
                  {title}
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
