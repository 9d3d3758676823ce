/** Before a cluster or a connection is gone for good. */
import { useT } from '../../i18n/index.ts';
import { entryName } from '../../objects/cluster-entry.ts';
import { Confirm } from '../../ui/confirm.tsx';
import type { Row } from './model.ts';
import { useDelete } from './use-cluster-actions.ts';

export function DeleteDialog(props: { readonly row: Row<'local'>; readonly onClose: () => void }) {
  const t = useT();
  const remove = useDelete();
  const name = entryName(props.row, t);
  return (
    <Confirm
      title={t('settings.deleteTitle', { name })}
      action={t('settings.deleteAction')}
      isDanger
      typedText={name}
      isRunning={remove.isRunning}
      error={remove.error}
      onConfirm={async () => {
        if (await remove.run(props.row.id)) props.onClose();
      }}
      onClose={props.onClose}
    >
      {t('settings.deleteText', { dir: props.row.dir })}
    </Confirm>
  );
}

export function ForgetDialog(props: {
  readonly row: Row<'foreign'>;
  readonly onClose: () => void;
}) {
  const t = useT();
  const remove = useDelete();
  return (
    <Confirm
      title={t('settings.forgetTitle', { name: entryName(props.row, t) })}
      action={t('settings.forgetAction')}
      isDanger
      isRunning={remove.isRunning}
      error={remove.error}
      onConfirm={async () => {
        if (await remove.run(props.row.id)) props.onClose();
      }}
      onClose={props.onClose}
    >
      {t('settings.forgetText')}
    </Confirm>
  );
}
