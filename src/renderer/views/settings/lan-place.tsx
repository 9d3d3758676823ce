/** Under which address and from which port on others reach the cluster. */
import { NativeSelect, NumberInput } from '@mantine/core';
import type { LanState } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { addressChoices, isLanPort, type LanPlace } from './lan-model.ts';
import { SettingRow } from './setting-row.tsx';

export function LanPlaceRows(props: {
  readonly lan: LanState;
  readonly place: LanPlace;
  readonly onPlace: (place: LanPlace) => void;
}) {
  const t = useT();
  const { lan, place, onPlace } = props;
  const choices = addressChoices(lan);
  return (
    <>
      <SettingRow
        title={t('lan.address')}
        hint={choices.length === 0 ? t('lan.addressNone') : t('lan.addressHint')}
      >
        <NativeSelect
          aria-label={t('lan.address')}
          disabled={choices.length === 0}
          value={place.address}
          onChange={(event) => onPlace({ ...place, address: event.currentTarget.value })}
          data={[...choices]}
          w={180}
        />
      </SettingRow>
      <SettingRow title={t('lan.port')} hint={t('lan.portHint')}>
        <NumberInput
          aria-label={t('lan.port')}
          value={place.port}
          onChange={(value) => onPlace({ ...place, port: Number(value) })}
          error={isLanPort(place.port) ? null : t('lan.portForm')}
          allowDecimal={false}
          hideControls
          thousandSeparator=""
          w={180}
        />
      </SettingRow>
    </>
  );
}
