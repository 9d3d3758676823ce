/** Other ports for a local cluster. */
import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import { FormDialog } from './form-dialog.tsx';
import { isPort, portsOf, type Row } from './model.ts';
import { useMove } from './use-cluster-actions.ts';

export function PortsDialog(props: { readonly row: Row<'local'>; readonly onClose: () => void }) {
  const t = useT();
  const move = useMove();
  const [port, setPort] = useState(portsOf(props.row.bootstrap)[0] ?? 9092);
  return (
    <FormDialog
      title={t('settings.portsTitle', { name: entryName(props.row, t) })}
      action={t('settings.portsAction')}
      isRunning={move.isRunning}
      error={move.error}
      onSubmit={async () => {
        if (isPort(port) && (await move.run(props.row.id, port))) props.onClose();
      }}
      onClose={props.onClose}
    >
      <p>{t('settings.portsText')}</p>
      <NumberInput
        label={t('settings.firstPort')}
        value={port}
        onChange={(value) => setPort(Number(value))}
        error={isPort(port) ? null : t('settings.portForm')}
        allowDecimal={false}
        hideControls
        data-autofocus
      />
    </FormDialog>
  );
}
