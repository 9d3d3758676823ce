/** The dialog that the address names, for the cluster that it names. */
import { ConnectionDialog } from './connection-dialog.tsx';
import { CreateDialog } from './create-dialog.tsx';
import { DeleteDialog, ForgetDialog } from './delete-dialog.tsx';
import { DuplicateDialog, RenameDialog } from './name-dialogs.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { PortsDialog } from './ports-dialog.tsx';
import { useClusters } from './use-cluster-actions.ts';

type Props = {
  readonly act: string | null;
  readonly id: string | null;
  readonly onClose: () => void;
};

export function ClusterDialogs({ act, id, onClose }: Props) {
  const { clusters } = useClusters();
  if (act === 'create') return <CreateDialog clusters={clusters} onClose={onClose} />;
  if (act === 'import') return <ImportDialog onClose={onClose} />;
  if (act === 'connect') {
    return <ConnectionDialog row={null} clusters={clusters} onClose={onClose} />;
  }
  const entry = id === null ? undefined : clusters[id];
  if (!entry || id === null) return null;
  if (act === 'rename') {
    return <RenameDialog row={{ ...entry, id }} clusters={clusters} onClose={onClose} />;
  }
  if (entry.kind === 'foreign') {
    const row = { ...entry, id };
    if (act === 'change') {
      return <ConnectionDialog row={row} clusters={clusters} onClose={onClose} />;
    }
    return act === 'delete' ? <ForgetDialog row={row} onClose={onClose} /> : null;
  }
  const row = { ...entry, id };
  switch (act) {
    case 'duplicate':
      return <DuplicateDialog row={row} clusters={clusters} onClose={onClose} />;
    case 'export':
      return <ExportDialog row={row} onClose={onClose} />;
    case 'ports':
      return <PortsDialog row={row} onClose={onClose} />;
    case 'delete':
      return <DeleteDialog row={row} onClose={onClose} />;
    default:
      return null;
  }
}
