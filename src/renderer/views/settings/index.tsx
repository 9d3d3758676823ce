/** The settings: clusters and connections, what the user chose, what the app is. */
import { useT } from '../../i18n/index.ts';
import { Page } from '../../ui/page.tsx';
import { href, useRoute } from '../../ui/route.ts';
import { AboutSection } from './about-section.tsx';
import { ClustersSection } from './clusters-section.tsx';
import { GeneralSection } from './general-section.tsx';
import { HistorySection } from './history-section.tsx';
import { LanSection } from './lan-section.tsx';
import { LocalSection } from './local-section.tsx';
import { ResetSection } from './reset-section.tsx';
import { type SectionName, sectionOf, sections } from './model.ts';
import styles from './settings.module.css';

const components = {
  clusters: ClustersSection,
  general: GeneralSection,
  local: LocalSection,
  lan: LanSection,
  history: HistorySection,
  reset: ResetSection,
  about: AboutSection,
} as const satisfies { readonly [Name in SectionName]: () => unknown };

export function SettingsView() {
  const t = useT();
  const { item } = useRoute();
  const shown = sectionOf(item);
  const Section = components[shown];
  return (
    <Page title={t('settings.title')}>
      <div className={styles.columns}>
        <nav className={styles.nav} aria-label={t('settings.sections')}>
          {sections.map((name) => (
            <a
              key={name}
              className={styles.navLink}
              href={href('settings', name)}
              aria-current={name === shown ? 'page' : undefined}
            >
              {t(`settings.${name}`)}
            </a>
          ))}
        </nav>
        <div className={styles.body}>
          <Section />
        </div>
      </div>
    </Page>
  );
}
