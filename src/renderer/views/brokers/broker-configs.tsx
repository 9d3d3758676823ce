/** The settings of a broker, or of all of them, by who set them and whether they can change. */
import { useT } from '../../i18n/index.ts';
import { ConfigTable } from '../../ui/config-table/index.tsx';
import { useQueryState } from '../../ui/route.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { alterBroker, useBrokerConfigs } from './use-brokers.ts';

export function BrokerConfigs({ brokerId }: { readonly brokerId: number | null }) {
  const t = useT();
  const { value, status, error, reload } = useBrokerConfigs(brokerId);
  const [filter, setFilter] = useQueryState<string>('q', '');
  const [onlySet, setOnlySet] = useQueryState<string>('set', '');
  if (!value) {
    if (status === 'failed') return <ErrorState error={error} onRetry={reload} />;
    return <SkeletonRows count={8} />;
  }
  return (
    <ConfigTable
      label={t('brokers.tab-settings')}
      configs={value.configs}
      own={brokerId === null ? ['cluster'] : ['broker', 'cluster', 'file']}
      resets={brokerId === null ? ['cluster'] : ['broker']}
      exportName={brokerId === null ? 'all-brokers-settings' : `broker-${brokerId}-settings`}
      filter={{ text: filter, set: setFilter }}
      onlySet={{ isOn: onlySet === '1', set: (isOn) => setOnlySet(isOn ? '1' : '') }}
      alter={(changes) => alterBroker(brokerId, changes)}
      onChanged={reload}
      noteOf={() => t(brokerId === null ? 'brokers.changesAll' : 'brokers.changesOne')}
    />
  );
}
