/** Nobody else is let in: what letting them in would mean, and the way to do it. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { LanState } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Status } from '../../ui/status.tsx';
import { showToast } from '../../ui/toasts.ts';
import { isLanPort, type LanPlace, userProblem } from './lan-model.ts';
import { LanPlaceRows } from './lan-place.tsx';
import { LanRestart } from './lan-restart.tsx';
import type { FreshPassword } from './lan-section.tsx';
import styles from './lan.module.css';
import type { Row } from './model.ts';
import { SettingRow } from './setting-row.tsx';
import settings from './settings.module.css';
import { useTurnOn } from './use-lan.ts';

const meanings = ['meansPower', 'meansLogin', 'meansPlain', 'meansRestart'] as const;
const firstUser = 'guest';

export function LanOff(props: {
  readonly row: Row<'local'>;
  readonly lan: LanState;
  readonly onFresh: (made: FreshPassword) => void;
}) {
  const t = useT();
  const { row, lan, onFresh } = props;
  const turnOn = useTurnOn();
  const [place, setPlace] = useState<LanPlace>({ address: lan.address, port: lan.port });
  const [user, setUser] = useState(firstUser);
  const [isAsking, setIsAsking] = useState(false);
  const problem = userProblem(user, []);
  const name = entryName(row, t);
  const isWhole = place.address !== '' && isLanPort(place.port) && problem === null;
  return (
    <>
      <p className={styles.state}>
        <Status tone="quiet">{t('lan.off')}</Status>
        <span>{t('lan.offText', { name, address: row.bootstrap })}</span>
      </p>
      <h3 className={styles.heading}>{t('lan.meansTitle')}</h3>
      <ul className={styles.means}>
        {meanings.map((key) => (
          <li key={key}>{t(`lan.${key}`)}</li>
        ))}
      </ul>
      <div className={settings.rows}>
        <LanPlaceRows lan={lan} place={place} onPlace={setPlace} />
        <SettingRow title={t('lan.user')} hint={t('lan.userHint')}>
          <TextInput
            aria-label={t('lan.user')}
            value={user}
            onChange={(event) => setUser(event.currentTarget.value.trim())}
            error={problem && t(`lan.${problem}`)}
            autoComplete="off"
            spellCheck={false}
            w={180}
          />
        </SettingRow>
        <div className={styles.action}>
          <Button disabled={!isWhole} onClick={() => setIsAsking(true)}>
            {t('lan.turnOn')}
          </Button>
        </div>
      </div>
      {isAsking && (
        <Confirm
          title={t('lan.turnOnTitle', { name })}
          action={t('lan.turnOn')}
          isRunning={turnOn.isRunning}
          error={turnOn.error}
          onConfirm={async () => {
            const made = await turnOn.run({ id: row.id, ...place, user });
            if (!made) return;
            setIsAsking(false);
            showToast({ tone: 'done', text: t('lan.isOn') });
            onFresh({ user, password: made.password });
          }}
          onClose={() => setIsAsking(false)}
        >
          <div className={styles.said}>
            <p>{t('lan.turnOnText', { ...place, port: String(place.port), user })}</p>
            <LanRestart row={row} />
          </div>
        </Confirm>
      )}
    </>
  );
}
