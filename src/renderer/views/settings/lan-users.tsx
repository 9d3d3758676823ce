/** Who may log in. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import { userProblem } from './lan-model.ts';
import type { FreshPassword } from './lan-section.tsx';
import styles from './lan.module.css';
import settings from './settings.module.css';
import { useRemoveUser, useSetPassword } from './use-lan.ts';

type Asked = { readonly what: 'password' | 'removal'; readonly user: string };

type Props = {
  readonly id: string;
  readonly users: readonly string[];
  readonly onFresh: (made: FreshPassword) => void;
  readonly onChanged: () => void;
};

export function LanUsers({ id, users, onFresh, onChanged }: Props) {
  const t = useT();
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <section className={styles.users} aria-label={t('lan.users')}>
      <h3 className={styles.heading}>{t('lan.users')}</h3>
      <p className={settings.hint}>{t('lan.usersHint')}</p>
      <ul className={styles.userList}>
        {users.map((user) => (
          <li key={user}>
            <code>{user}</code>
            <Button
              size="xs"
              variant="default"
              aria-label={t('lan.newPasswordOf', { user })}
              onClick={() => setAsked({ what: 'password', user })}
            >
              {t('lan.newPassword')}
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={users.length === 1}
              aria-label={t('lan.removeUser', { user })}
              onClick={() => setAsked({ what: 'removal', user })}
            >
              {t('lan.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <AddUser id={id} users={users} onFresh={onFresh} />
      {asked?.what === 'password' && (
        <NewPassword id={id} user={asked.user} onFresh={onFresh} onClose={() => setAsked(null)} />
      )}
      {asked?.what === 'removal' && (
        <Removal id={id} user={asked.user} onDone={onChanged} onClose={() => setAsked(null)} />
      )}
    </section>
  );
}

function AddUser({ id, users, onFresh }: Omit<Props, 'onChanged'>) {
  const t = useT();
  const add = useSetPassword();
  const [name, setName] = useState('');
  const problem = name === '' ? null : userProblem(name, users);
  return (
    <form
      className={styles.add}
      onSubmit={async (event) => {
        event.preventDefault();
        if (name === '' || problem !== null || add.isRunning) return;
        const made = await add.run(id, name);
        if (!made) return;
        setName('');
        onFresh({ user: name, password: made.password });
      }}
    >
      <TextInput
        size="xs"
        aria-label={t('lan.user')}
        placeholder={t('lan.user')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value.trim())}
        error={problem && t(`lan.${problem}`)}
        autoComplete="off"
        spellCheck={false}
      />
      <Button
        size="xs"
        type="submit"
        variant="default"
        loading={add.isRunning}
        disabled={name === '' || problem !== null}
      >
        {t('lan.addUser')}
      </Button>
      {add.error !== null && <ErrorNote error={add.error} />}
    </form>
  );
}

type OneProps = { readonly id: string; readonly user: string; readonly onClose: () => void };

function NewPassword(props: OneProps & { readonly onFresh: (made: FreshPassword) => void }) {
  const t = useT();
  const { id, user, onFresh, onClose } = props;
  const set = useSetPassword();
  return (
    <Confirm
      title={t('lan.newPasswordTitle', { user })}
      action={t('lan.newPassword')}
      isRunning={set.isRunning}
      error={set.error}
      onConfirm={async () => {
        const made = await set.run(id, user);
        if (!made) return;
        onClose();
        onFresh({ user, password: made.password });
      }}
      onClose={onClose}
    >
      <p>{t('lan.newPasswordText', { user })}</p>
    </Confirm>
  );
}

function Removal(props: OneProps & { readonly onDone: () => void }) {
  const t = useT();
  const { id, user, onDone, onClose } = props;
  const remove = useRemoveUser();
  return (
    <Confirm
      title={t('lan.removeTitle', { user })}
      action={t('lan.removeUser', { user })}
      isDanger
      isRunning={remove.isRunning}
      error={remove.error}
      onConfirm={async () => {
        if (!(await remove.run(id, user))) return;
        onClose();
        onDone();
      }}
      onClose={onClose}
    >
      <p>{t('lan.removeText', { user })}</p>
    </Confirm>
  );
}
