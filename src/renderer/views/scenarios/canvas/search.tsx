/** Jumps to a node by its name. */
import { useLanguage, useT } from '../../../i18n/index.ts';
import { useStudioState } from '../studio-store.ts';
import { kindIcons } from './canvas-tools.tsx';
import { useCanvasUi } from './canvas-ui.ts';
import { ChoiceList } from './choice-list.tsx';
import type { CanvasEdits } from './use-canvas-edits.ts';

export function Search({ edits }: { readonly edits: CanvasEdits }) {
  const t = useT();
  const language = useLanguage();
  const isOpen = useCanvasUi((state) => state.isSearching);
  const nodes = useStudioState((state) => state.graph.nodes);
  if (!isOpen) return null;
  return (
    <ChoiceList
      title={t('studio.search')}
      choices={nodes.map(({ id, kind, name, title }) => ({
        id,
        label: title[language],
        note: name,
        icon: kindIcons[kind],
      }))}
      onChoose={edits.goTo}
      onClose={() => useCanvasUi.setState({ isSearching: false })}
    />
  );
}
