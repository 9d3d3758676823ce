/** Where a newcomer goes from here. */
import { useT } from '../../i18n/index.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { href } from '../../ui/route.ts';
import styles from './home.module.css';

const steps = [
  { key: 'Shop', icon: 'scenario', to: href('scenarios', 'e-commerce') },
  { key: 'Kill', icon: 'bolt', to: href('cluster') },
  { key: 'Topics', icon: 'topic', to: href('topics', null, { create: '1' }) },
  { key: 'Groups', icon: 'group', to: href('groups') },
  { key: 'Terminal', icon: 'terminal', to: href('terminal') },
  { key: 'Doctor', icon: 'doctor', to: href('doctor') },
] as const satisfies readonly { key: string; icon: IconName; to: string }[];

export function NextSteps() {
  const t = useT();
  return (
    <nav className={styles.next} aria-label={t('home.nextTitle')}>
      {steps.map(({ key, icon, to }) => (
        <a key={key} className={styles.nextLink} href={to}>
          <Icon name={icon} size={20} />
          <span>
            <strong>{t(`home.next${key}`)}</strong>
            <span className={styles.nextText}>{t(`home.next${key}Text`)}</span>
          </span>
        </a>
      ))}
    </nav>
  );
}
