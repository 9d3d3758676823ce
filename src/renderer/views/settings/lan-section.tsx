/** LAN access: off and what it would mean, or on with what others need. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import { Section } from '../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { LanOff } from './lan-off.tsx';
import { LanOn } from './lan-on.tsx';
import styles from './lan.module.css';
import { localRows, type Row } from './model.ts';
import settings from './settings.module.css';
import { useClusters } from './use-cluster-actions.ts';
import { useLan } from './use-lan.ts';

/** A password that was just made; nobody can ask for it again. */
export type FreshPassword = { readonly user: string; readonly password: string };

export function LanSection() {
  const t = useT();
  const { clusters, selectedId } = useClusters();
  const rows = localRows(clusters);
  const [chosen, setChosen] = useState<string | null>(null);
  const row = rows.find(({ id }) => id === (chosen ?? selectedId)) ?? rows[0];
  return (
    <Section title={t('lan.title')}>
      {!row && <p className={settings.note}>{t('lan.noLocal')}</p>}
      {row && rows.length > 1 && (
        <NativeSelect
          className={styles.choice}
          label={t('lan.cluster')}
          value={row.id}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={rows.map((each) => ({ value: each.id, label: entryName(each, t) }))}
        />
      )}
      {row && <LanOf key={row.id} row={row} />}
    </Section>
  );
}

function LanOf({ row }: { readonly row: Row<'local'> }) {
  const lan = useLan(row.id);
  const [fresh, setFresh] = useState<FreshPassword | null>(null);
  const { value } = lan;
  if (!value) {
    if (lan.status === 'failed') return <ErrorState error={lan.error} onRetry={lan.reload} />;
    return <SkeletonRows count={5} />;
  }
  const onFresh = (made: FreshPassword | null) => {
    setFresh(made);
    lan.reload();
  };
  if (!value.isOn) return <LanOff row={row} lan={value} onFresh={onFresh} />;
  return <LanOn row={row} lan={value} fresh={fresh} onFresh={onFresh} />;
}
