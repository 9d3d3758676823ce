/** What a connection needs besides its address. */
import { Button, FileButton, PasswordInput, SegmentedControl, Select, Switch } from '@mantine/core';
import { Input, Textarea, TextInput } from '@mantine/core';
import type { SaslMechanism } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import type { ConnectionForm } from './model.ts';
import styles from './settings.module.css';

type FieldsProps = {
  readonly form: ConnectionForm;
  readonly onChange: (part: Partial<ConnectionForm>) => void;
  readonly problem: string | null;
};

export function TlsFields({ form, onChange, problem }: FieldsProps) {
  const t = useT();
  return (
    <>
      <Input.Wrapper label={t('settings.tls')} labelElement="div">
        <div>
          <SegmentedControl
            aria-label={t('settings.tls')}
            value={form.isEncrypted ? 'tls' : 'none'}
            onChange={(value) => onChange({ isEncrypted: value === 'tls' })}
            data={[
              { value: 'none', label: t('settings.tlsNone') },
              { value: 'tls', label: t('settings.tlsOn') },
            ]}
          />
        </div>
      </Input.Wrapper>
      {form.isEncrypted && (
        <>
          <Textarea
            label={t('settings.ca')}
            description={t('settings.caHint')}
            value={form.ca}
            onChange={(event) => onChange({ ca: event.currentTarget.value })}
            error={problem}
            rows={3}
            spellCheck={false}
            placeholder="-----BEGIN CERTIFICATE-----"
          />
          <div className={styles.fileLine}>
            <FileButton
              accept=".pem,.crt,.cer"
              onChange={async (file) => {
                if (file) onChange({ ca: await file.text() });
              }}
            >
              {(props) => (
                <Button {...props} size="compact-sm" variant="default">
                  {t('settings.caFile')}
                </Button>
              )}
            </FileButton>
          </div>
          <Switch
            label={t('settings.isVerified')}
            description={t('settings.isVerifiedHint')}
            checked={form.isVerified}
            onChange={(event) => onChange({ isVerified: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  );
}

export function LoginFields(props: FieldsProps & { readonly hasPassword: boolean }) {
  const t = useT();
  const { form, onChange } = props;
  return (
    <>
      <Select
        label={t('settings.login')}
        value={form.mechanism}
        onChange={(value) => onChange({ mechanism: (value ?? 'none') as SaslMechanism | 'none' })}
        allowDeselect={false}
        data={[
          { value: 'none', label: t('settings.loginNone') },
          { value: 'plain', label: 'PLAIN' },
          { value: 'scram-sha-256', label: 'SCRAM-SHA-256' },
          { value: 'scram-sha-512', label: 'SCRAM-SHA-512' },
        ]}
      />
      {form.mechanism !== 'none' && (
        <div className={styles.pair}>
          <TextInput
            label={t('settings.username')}
            value={form.username}
            onChange={(event) => onChange({ username: event.currentTarget.value })}
            error={props.problem}
            spellCheck={false}
            autoComplete="off"
          />
          <PasswordInput
            label={t('settings.password')}
            placeholder={props.hasPassword ? t('settings.passwordKept') : ''}
            value={form.password ?? ''}
            onChange={(event) => onChange({ password: event.currentTarget.value })}
            autoComplete="new-password"
          />
        </div>
      )}
    </>
  );
}
