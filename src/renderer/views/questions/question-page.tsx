/** The page of one question: its title, and the way back to all of them. */
import type { ReactNode } from 'react';
import { useT } from '../../i18n/index.ts';
import { CopyLink } from '../../ui/copy-link.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href } from '../../ui/route.ts';
import styles from './questions.module.css';

export function QuestionPage(props: {
  readonly name: 'compare' | 'need-kafka' | 'kraft';
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  const t = useT();
  return (
    <Page
      title={t(`questions.name-${props.name}`)}
      isNoteBelow
      note={props.note}
      actions={
        <>
          <a className={styles.back} href={href('questions')}>
            <Icon name="chevronLeft" size={14} />
            {t('questions.back')}
          </a>
          <CopyLink />
        </>
      }
    >
      {props.children}
    </Page>
  );
}
