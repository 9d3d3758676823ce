/** Others are let in: what they need, who they are, and the way to shut them out. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LanState } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Status } from '../../ui/status.tsx';
import { showToast } from '../../ui/toasts.ts';
import { LanClient } from './lan-client.tsx';
import { isAddressGone, isLanPort, type LanPlace } from './lan-model.ts';
import { LanPlaceRows } from './lan-place.tsx';
import { LanRestart } from './lan-restart.tsx';
import type { FreshPassword } from './lan-section.tsx';
import { LanUsers } from './lan-users.tsx';
import styles from './lan.module.css';
import type { Row } from './model.ts';
import { SettingRow } from './setting-row.tsx';
import settings from './settings.module.css';
import { useMoveLan, useTurnOff } from './use-lan.ts';

type Props = {
  readonly row: Row<'local'>;
  readonly lan: LanState;
  readonly fresh: FreshPassword | null;
  readonly onFresh: (made: FreshPassword | null) => void;
};

export function LanOn({ row, lan, fresh, onFresh }: Props) {
  const t = useT();
  const name = entryName(row, t);
  const reload = () => onFresh(fresh);
  return (
    <>
      <p className={styles.state}>
        <Status tone="done">{t('lan.on')}</Status>
        <span>{t('lan.onText', { name, address: row.bootstrap })}</span>
      </p>
      {isAddressGone(lan) && (
        <p className={styles.warning} role="alert">
          <Icon name="warning" size={16} />
          <span>{t('lan.addressGone', { address: lan.address })}</span>
        </p>
      )}
      {fresh && <Password key={fresh.password} fresh={fresh} onDone={() => onFresh(null)} />}
      <div className={settings.rows}>
        <SettingRow title={t('lan.bootstrap')} hint={<code>{lan.bootstrap}</code>}>
          <Copy text={lan.bootstrap} label={t('lan.copyBootstrap')} />
        </SettingRow>
      </div>
      <LanClient bootstrap={lan.bootstrap} users={lan.users} fresh={fresh} />
      <LanUsers id={row.id} users={lan.users} onFresh={onFresh} onChanged={reload} />
      <div className={settings.rows}>
        <Move row={row} name={name} lan={lan} onMoved={reload} />
        <TurnOff row={row} name={name} lan={lan} onDone={() => onFresh(null)} />
      </div>
    </>
  );
}

function Password(props: { readonly fresh: FreshPassword; readonly onDone: () => void }) {
  const t = useT();
  const { user, password } = props.fresh;
  return (
    <section className={styles.password} aria-label={t('lan.passwordTitle', { user })}>
      <h3 className={styles.heading}>{t('lan.passwordTitle', { user })}</h3>
      <p className={styles.secret} data-secret>
        <code>{password}</code>
        <Copy text={password} label={t('lan.copyPassword')} />
      </p>
      <p className={settings.hint}>{t('lan.passwordText')}</p>
      <Button variant="default" size="xs" onClick={props.onDone}>
        {t('lan.passwordDone')}
      </Button>
    </section>
  );
}

type PartProps = { readonly row: Row<'local'>; readonly name: string; readonly lan: LanState };

function Move({ row, name, lan, onMoved }: PartProps & { readonly onMoved: () => void }) {
  const t = useT();
  const move = useMoveLan();
  const now: LanPlace = { address: lan.address, port: lan.port };
  const [typed, setTyped] = useState<LanPlace | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const place = typed ?? now;
  const isSame = place.address === now.address && place.port === now.port;
  return (
    <>
      <LanPlaceRows lan={lan} place={place} onPlace={setTyped} />
      <div className={styles.action}>
        <Button
          variant="default"
          disabled={isSame || !isLanPort(place.port)}
          onClick={() => setIsAsking(true)}
        >
          {t('lan.move')}
        </Button>
      </div>
      {isAsking && (
        <Confirm
          title={t('lan.moveTitle')}
          action={t('lan.move')}
          isRunning={move.isRunning}
          error={move.error}
          onConfirm={async () => {
            if (!(await move.run({ id: row.id, ...place }))) return;
            setIsAsking(false);
            setTyped(null);
            showToast({ tone: 'done', text: t('lan.isMoved', { address: place.address }) });
            onMoved();
          }}
          onClose={() => setIsAsking(false)}
        >
          <div className={styles.said}>
            <p>{t('lan.moveText', { name, ...place, port: String(place.port) })}</p>
            <LanRestart row={row} />
          </div>
        </Confirm>
      )}
    </>
  );
}

function TurnOff({ row, name, lan, onDone }: PartProps & { readonly onDone: () => void }) {
  const t = useT();
  const turnOff = useTurnOff();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <SettingRow title={t('lan.turnOff')} hint={t('lan.turnOffHint')}>
      <Button variant="default" className={settings.danger} onClick={() => setIsAsking(true)}>
        {t('lan.turnOff')}
      </Button>
      {isAsking && (
        <Confirm
          title={t('lan.turnOffTitle', { name })}
          action={t('lan.turnOff')}
          isDanger
          isRunning={turnOff.isRunning}
          error={turnOff.error}
          onConfirm={async () => {
            if (!(await turnOff.run(row.id))) return;
            showToast({ tone: 'done', text: t('lan.isOff') });
            onDone();
          }}
          onClose={() => setIsAsking(false)}
        >
          <div className={styles.said}>
            <p>{t('lan.turnOffText', { users: lan.users.join(', ') })}</p>
            <LanRestart row={row} />
          </div>
        </Confirm>
      )}
    </SettingRow>
  );
}
