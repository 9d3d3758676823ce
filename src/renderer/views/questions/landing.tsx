/** The questions to choose from. */
import { useT } from '../../i18n/index.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href } from '../../ui/route.ts';
import styles from './questions.module.css';

const choices = [
  { name: 'compare', icon: 'columns' },
  { name: 'need-kafka', icon: 'question' },
  { name: 'kraft', icon: 'crown' },
] as const satisfies readonly { readonly name: string; readonly icon: IconName }[];

export function Landing() {
  const t = useT();
  return (
    <Page title={t('questions.title')} note={t('questions.note')}>
      <ul className={styles.choices}>
        {choices.map(({ name, icon }) => (
          <li key={name}>
            <a className={styles.choice} href={href('questions', name)}>
              <span className={styles.choiceIcon}>
                <Icon name={icon} size={22} />
              </span>
              <span>
                <strong className={styles.choiceName}>{t(`questions.name-${name}`)}</strong>
                <span className={styles.choiceText}>{t(`questions.text-${name}`)}</span>
              </span>
              <Icon name="chevronRight" />
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
}
