/** What a client needs to know first. */
import { Button, CopyButton } from '@mantine/core';
import type { AppInfo } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './home.module.css';

export function Address(props: {
  readonly bootstrap: string;
  readonly portInstead: AppInfo['portInstead'];
}) {
  const t = useT();
  const { bootstrap, portInstead } = props;
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{t('home.addressTitle')}</h2>
      <p className="soft">{t('home.addressText')}</p>
      <div className={styles.address}>
        <code>
          {bootstrap.split(',').map((address, index) => (
            // Broken between two addresses, never inside of one.
            <span key={address}>
              {index > 0 && ','}
              <wbr />
              {address}
            </span>
          ))}
        </code>
        <CopyButton value={bootstrap} timeout={1800}>
          {({ copied, copy }) => (
            <Button
              variant={copied ? 'default' : 'filled'}
              leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
              onClick={copy}
              aria-label={t('home.copyAddress')}
            >
              {t(copied ? 'home.copied' : 'home.copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      {portInstead && (
        <p className={styles.note}>
          <Icon name="info" />
          {t('frame.portInstead', portInstead)}
        </p>
      )}
    </section>
  );
}
