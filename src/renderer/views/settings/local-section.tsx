/** The cluster that the app was started with: its ports, its folder, what happens when it dies. */
import { Button, NumberInput, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import { Section } from '../../ui/page.tsx';
import { showToast } from '../../ui/toasts.ts';
import { isPort, localRows, portsOf, type Row } from './model.ts';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';
import { useClusters, useMeasuring, useMove, useOpenFolder } from './use-cluster-actions.ts';
import { useSettings } from './use-settings.ts';

export function LocalSection() {
  const t = useT();
  const { clusters, defaultId } = useClusters();
  const { settings, save } = useSettings();
  const own = localRows(clusters).find(({ id }) => id === defaultId);
  useMeasuring();
  return (
    <Section title={t('settings.local')}>
      {!own && <p className={styles.note}>{t('settings.noLocal')}</p>}
      <div className={styles.rows}>
        {own && <Ports row={own} />}
        <SettingRow
          title={t('settings.restart')}
          hint={t('settings.restartHint')}
          error={save.error}
        >
          <SegmentedControl
            aria-label={t('settings.restart')}
            value={settings.restartPolicy}
            onChange={(value) =>
              void save.run({ restartPolicy: value === 'never' ? 'never' : 'always' })
            }
            data={[
              { value: 'always', label: t('settings.restartAlways') },
              { value: 'never', label: t('settings.restartNever') },
            ]}
          />
        </SettingRow>
        {own && <Folder row={own} />}
      </div>
    </Section>
  );
}

function Ports({ row }: { readonly row: Row<'local'> }) {
  const t = useT();
  const move = useMove();
  const ports = portsOf(row.bootstrap);
  const [first = 0, last = first] = [ports.at(0), ports.at(-1)];
  const [typed, setTyped] = useState<number | null>(null);
  const port = typed ?? first;
  return (
    <SettingRow
      title={t('settings.ports')}
      hint={
        <>
          {first === last
            ? t('settings.portsOne', { first })
            : t('settings.portsFrom', { first, last })}{' '}
          {t('settings.portsText')}
        </>
      }
      error={move.error}
    >
      <NumberInput
        aria-label={t('settings.firstPort')}
        value={port}
        onChange={(value) => setTyped(Number(value))}
        error={isPort(port) ? null : t('settings.portForm')}
        allowDecimal={false}
        hideControls
        thousandSeparator=""
        w={110}
      />
      <Button
        variant="default"
        disabled={!isPort(port) || port === first}
        loading={move.isRunning}
        onClick={async () => {
          if (!(await move.run(row.id, port))) return;
          setTyped(null);
          showToast({ tone: 'done', text: t('settings.portsMoved', { address: String(port) }) });
        }}
      >
        {t('settings.portsAction')}
      </Button>
    </SettingRow>
  );
}

function Folder({ row }: { readonly row: Row<'local'> }) {
  const t = useT();
  const format = useFormat();
  const open = useOpenFolder();
  return (
    <SettingRow
      title={t('settings.folder')}
      hint={
        <>
          <code>{row.dir}</code>
          {row.sizeBytes !== null && ` · ${format.bytes(row.sizeBytes)}`}
          <br />
          {t('settings.folderHint')}
        </>
      }
      error={open.error}
    >
      <Copy text={row.dir} label={t('settings.copyFolder')} />
      <Button variant="default" onClick={() => void open.run(row.id, row.dir)}>
        {t('settings.openFolder')}
      </Button>
    </SettingRow>
  );
}
