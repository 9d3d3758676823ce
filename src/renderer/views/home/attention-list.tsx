/** What needs attention, each with the way to where it can be understood. */
import { useFormat, useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Attention } from './attention.ts';
import styles from './now.module.css';

export function AttentionList({ items }: { readonly items: readonly Attention[] }) {
  const t = useT();
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>{t('home.attentionTitle')}</h2>
      {items.length === 0 ? (
        <p className={styles.calm}>
          <Icon name="check" />
          {t('home.attentionNone')}
        </p>
      ) : (
        <ul className={styles.items}>
          {items.map((item) => (
            <AttentionLine key={item.id} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AttentionLine({ item }: { readonly item: Attention }) {
  const t = useT();
  const format = useFormat();
  const values = Object.fromEntries(
    Object.entries(item.values).map(([name, value]) => [
      name,
      // `count` chooses the form of the words, and ids are no amounts.
      typeof value === 'number' && name !== 'count' && name !== 'id' ? format.number(value) : value,
    ]),
  );
  return (
    <li className={styles.item} data-tone={item.tone}>
      <Icon name={item.tone === 'failure' ? 'error' : 'warning'} />
      <span>
        <strong>{t(`home.at-${item.kind}`, values)}</strong>
        <span className={styles.why}>{t(`home.why-${item.kind}`, values)}</span>
      </span>
      <a href={item.href}>{t('home.look')}</a>
    </li>
  );
}
