/** Connects a node with one of a list, and asks what a line means where it can mean several things. */
import { connectionsBetween, type Connection } from '../../../../scenario/edit/edits.ts';
import { useLanguage, useT } from '../../../i18n/index.ts';
import { useStudioState } from '../studio-store.ts';
import { kindIcons } from './canvas-tools.tsx';
import { useCanvasUi } from './canvas-ui.ts';
import { ChoiceList } from './choice-list.tsx';
import { focusNode, type CanvasEdits } from './use-canvas-edits.ts';

export function ConnectTo({ edits }: { readonly edits: CanvasEdits }) {
  const t = useT();
  const language = useLanguage();
  const from = useCanvasUi((state) => state.connecting);
  const nodes = useStudioState((state) => state.graph.nodes);
  const own = nodes.find(({ id }) => id === from);
  if (!own) return null;
  const others = nodes.filter(({ id }) => connectionsBetween(own.id, id).length > 0);
  return (
    <ChoiceList
      title={t('studio.connectNamed', { title: own.title[language] })}
      choices={others.map(({ id, kind, name, title }) => ({
        id,
        label: title[language],
        note: name,
        icon: kindIcons[kind],
      }))}
      onChoose={(to) => {
        edits.connect(own.id, to);
        requestAnimationFrame(() => focusNode(own.id));
      }}
      onClose={() => useCanvasUi.setState({ connecting: null })}
    />
  );
}

export function AskConnection({ edits }: { readonly edits: CanvasEdits }) {
  const t = useT();
  const asking = useCanvasUi((state) => state.asking);
  if (!asking) return null;
  const { from, to } = asking;
  return (
    <ChoiceList
      title={t('studio.whatConnection')}
      choices={connectionsBetween(from, to).map((kind) => ({
        id: kind,
        label: t(`studio.as-${kind}`),
        note: t(`studio.as-${kind}-hint`),
        icon: kind === 'call' ? 'arrowRight' : 'link',
      }))}
      onChoose={(kind) => edits.connect(from, to, kind as Connection)}
      onClose={() => useCanvasUi.setState({ asking: null })}
    />
  );
}
