/** The APIs and features of a broker beside those of the others. */
import { Switch, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useT } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../ui/data-table/index.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Section } from '../../ui/page.tsx';
import { useQueryState } from '../../ui/route.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import type { ApiVersions } from '../../../main/contract/index.ts';
import { rangeText, type VersionRow, versionRows } from './model.ts';
import { useApiVersions, useClusterState } from './use-brokers.ts';

/** `brokerId`: its column stands first; null for all alike. */
export function ApiVersionsTable({ brokerId }: { readonly brokerId: number | null }) {
  const t = useT();
  const cluster = useClusterState();
  const { value, status, error, reload } = useApiVersions();
  const [filter, setFilter] = useQueryState<string>('q', '');
  const [different, setDifferent] = useQueryState<string>('different', '');
  const ids = useMemo(() => {
    const all = Object.keys(cluster?.brokers ?? {}).map(Number);
    const others = all.filter((id) => id !== brokerId);
    return brokerId === null ? others : [brokerId, ...others];
  }, [cluster?.brokers, brokerId]);
  const columns = useColumns(ids);
  if (!value) {
    if (status === 'failed') return <ErrorState error={error} onRetry={reload} />;
    return <SkeletonRows count={8} />;
  }
  const needle = filter.trim().toLowerCase();
  const rows = versionRows(value, ids).filter(
    (row) =>
      (different !== '1' || row.isDifferent) &&
      (row.api.toLowerCase().includes(needle) || String(row.key) === needle),
  );
  return (
    <>
      <Features versions={value} ids={ids} />
      <Section title={t('brokers.apis')}>
        <DataTable
          rows={rows}
          columns={columns}
          rowKey={(row) => row.api}
          label={t('brokers.apis')}
          exportName="api-versions"
          heightPx={520}
          rowTone={(row) => (row.isDifferent ? 'attention' : null)}
          empty={t(different === '1' ? 'brokers.allSame' : 'common.tableEmpty')}
          toolbar={
            <>
              <TextInput
                size="xs"
                value={filter}
                onChange={(event) => setFilter(event.currentTarget.value)}
                placeholder={t('brokers.filterApis')}
                aria-label={t('brokers.filterApis')}
                leftSection={<Icon name="search" size={14} />}
              />
              <Switch
                size="xs"
                checked={different === '1'}
                onChange={(event) => setDifferent(event.currentTarget.checked ? '1' : '')}
                label={t('brokers.onlyDifferent')}
              />
            </>
          }
        />
      </Section>
    </>
  );
}

function useColumns(ids: readonly number[]): readonly Column<VersionRow>[] {
  const t = useT();
  return useMemo(
    () => [
      {
        id: 'api',
        header: t('brokers.api'),
        grow: 2,
        value: (row) => row.api,
        cell: (row) => row.api,
      },
      {
        id: 'key',
        header: t('brokers.apiKey'),
        widthPx: 70,
        align: 'end',
        value: (row) => row.key,
        cell: (row) => row.key,
      },
      ...ids.map(
        (id): Column<VersionRow> => ({
          id: `broker-${id}`,
          header: t('common.broker', { id }),
          align: 'end',
          minPx: 90,
          value: (row) => row.ranges[id] ?? null,
          cell: (row) => row.ranges[id] ?? '–',
        }),
      ),
    ],
    [t, ids],
  );
}

function Features(props: { readonly versions: ApiVersions; readonly ids: readonly number[] }) {
  const t = useT();
  const { versions } = props;
  const features = Object.entries(versions.features);
  const ids = props.ids.filter((id) => !versions.silent.includes(id));
  if (features.length === 0) return null;
  const levelText = (feature: string, level: number) => {
    const name = feature === 'metadata.version' ? versions.metadataVersions[level] : undefined;
    return name === undefined ? String(level) : `${level} (${name})`;
  };
  return (
    <Section title={t('brokers.features')}>
      <div className={table.wrap}>
        <table className={table.table} aria-label={t('brokers.features')}>
          <thead>
            <tr>
              <th scope="col">{t('brokers.feature')}</th>
              <th scope="col">{t('brokers.finalized')}</th>
              {ids.map((id) => (
                <th key={id} scope="col">
                  {t('brokers.supportedBy', { id })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {features.map(([name, { finalized, supported }]) => (
              <tr key={name}>
                <td>
                  <code>{name}</code>
                </td>
                <td>{finalized ? levelText(name, finalized.max) : t('brokers.notFinalized')}</td>
                {ids.map((id) => {
                  const range = supported[id];
                  return <td key={id}>{range ? rangeText(range.min, range.max) : '–'}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
