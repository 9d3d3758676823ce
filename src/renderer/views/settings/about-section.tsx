/** What the app is, and whose work is in it. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useFormat, useT } from '../../i18n/index.ts';
import { DataTable } from '../../ui/data-table/index.tsx';
import { Section } from '../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import styles from './settings.module.css';
import { type Licence, useAppInfo, useLicences } from './use-settings.ts';

export function AboutSection() {
  const t = useT();
  const licences = useLicences();
  const format = useFormat();
  return (
    <>
      <Section title="Rivulet">
        <Facts />
      </Section>
      <Section title={t('settings.licences')}>
        {licences === null ? (
          <SkeletonRows />
        ) : (
          <>
            <p className={styles.note}>
              {t('settings.licencesNote', { count: format.number(licences.length) })}
            </p>
            <Licences licences={licences} />
          </>
        )}
      </Section>
    </>
  );
}

function Facts() {
  const t = useT();
  const format = useFormat();
  const { value, error, status } = useAppInfo();
  if (status === 'failed') return <ErrorState error={error} />;
  if (!value) return <SkeletonRows count={3} />;
  const facts = [
    [t('settings.version'), value.version],
    [t('settings.licence'), 'Apache-2.0'],
    [t('settings.shell'), t(`settings.shell-${value.shell}`)],
    [t('settings.platform'), value.platform],
    [t('settings.started'), format.dateTime(value.startedAtMs)],
  ] as const;
  return (
    <dl className={styles.facts}>
      {facts.map(([name, fact]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

function Licences({ licences }: { readonly licences: readonly Licence[] }) {
  const t = useT();
  const [shown, setShown] = useState<Licence | null>(null);
  return (
    <>
      <DataTable
        label={t('settings.licences')}
        rows={licences}
        rowKey={({ name, version }) => `${name}@${version}`}
        exportName="licences"
        heightPx={420}
        onOpen={setShown}
        columns={[
          {
            id: 'name',
            header: t('settings.library'),
            grow: 2,
            cell: ({ name }) => name,
            value: ({ name }) => name,
          },
          {
            id: 'version',
            header: t('settings.version'),
            widthPx: 120,
            cell: ({ version }) => version,
            value: ({ version }) => version,
          },
          {
            id: 'licence',
            header: t('settings.licence'),
            widthPx: 160,
            cell: ({ licence }) => licence,
            value: ({ licence }) => licence,
          },
          {
            id: 'text',
            header: t('settings.licenceText'),
            widthPx: 130,
            cell: (row) => (
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => setShown(row)}
                aria-label={t('settings.licenceTextOf', { name: row.name })}
              >
                {t('settings.licenceText')}
              </Button>
            ),
            value: ({ text }) => text,
          },
        ]}
      />
      {shown && (
        <Modal
          opened
          onClose={() => setShown(null)}
          title={`${shown.name} ${shown.version}`}
          size="lg"
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          {/* Longer than the window, so it must be reachable by keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className={styles.licence} tabIndex={0}>
            {shown.text || t('settings.noLicenceText')}
          </pre>
        </Modal>
      )}
    </>
  );
}
