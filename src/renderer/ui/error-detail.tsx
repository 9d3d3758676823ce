/** What an error says to those who mend it: folded in, and ready to be copied. */
import { isContractError } from '../../main/contract/index.ts';
import { useT } from '../i18n/index.ts';
import { Copy } from './copy.tsx';
import styles from './error-detail.module.css';

export function ErrorDetail({ error }: { readonly error: unknown }) {
  const t = useT();
  const text = detailOf(error);
  return (
    <details className={styles.detail}>
      <summary>{t('common.detail')}</summary>
      <div className={styles.body}>
        {/* Focusable, so that the keyboard can scroll it. */}
        <pre tabIndex={0} role="region" aria-label={t('common.detail')}>
          {text}
        </pre>
        <Copy text={text} label={t('common.copyDetail')} />
      </div>
    </details>
  );
}

function detailOf(error: unknown): string {
  if (isContractError(error)) {
    return `${error.code}: ${error.message}\n${JSON.stringify(error.data, null, 2)}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
