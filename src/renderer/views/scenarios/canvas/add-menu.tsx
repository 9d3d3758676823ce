/** Adds a node by keyboard. */
import type { NodeKind } from '../../../../scenario/edit/graph.ts';
import { useT } from '../../../i18n/index.ts';
import { kindIcons } from './canvas-tools.tsx';
import { useCanvasUi } from './canvas-ui.ts';
import { ChoiceList } from './choice-list.tsx';
import type { CanvasEdits } from './use-canvas-edits.ts';

export function AddMenu({ edits }: { readonly edits: CanvasEdits }) {
  const t = useT();
  const isOpen = useCanvasUi((state) => state.isAdding);
  if (!isOpen) return null;
  const kinds: readonly NodeKind[] =
    edits.nodeIds().length > 0
      ? ['service', 'topic', 'note', 'frame']
      : ['service', 'topic', 'note'];
  return (
    <ChoiceList
      title={t('studio.add')}
      choices={kinds.map((kind) => ({
        id: kind,
        label: t(`studio.add-${kind}`),
        note: t(`studio.add-${kind}-hint`),
        icon: kindIcons[kind],
      }))}
      onChoose={(kind) => edits.add(kind as NodeKind)}
      onClose={() => useCanvasUi.setState({ isAdding: false })}
    />
  );
}
