/** Keys on the canvas, and what they do for the help. */
import { useReactFlow } from '@xyflow/react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { useT } from '../../../i18n/index.ts';
import { useShortcuts } from '../../../ui/shortcuts.ts';
import { useCanvasUi } from './canvas-ui.ts';
import type { CanvasEdits } from './use-canvas-edits.ts';

export function useCanvasKeys(input: {
  readonly edits: CanvasEdits;
  readonly isReadOnly: boolean;
  readonly onOpenPanel: () => void;
}) {
  const t = useT();
  const flow = useReactFlow();
  const { edits, isReadOnly } = input;
  const drawing = [
    { keys: 'n', label: t('studio.add'), perform: () => useCanvasUi.setState({ isAdding: true }) },
    { keys: 'c', label: t('studio.connectTo'), perform: openConnect },
  ];
  function openConnect() {
    const [id] = edits.nodeIds();
    if (id !== undefined) useCanvasUi.setState({ connecting: id });
  }
  useShortcuts([
    ...(isReadOnly ? [] : drawing),
    { keys: 'f', label: t('studio.fit'), perform: edits.fit },
    {
      keys: 'mod+f',
      label: t('studio.search'),
      perform: () => useCanvasUi.setState({ isSearching: true }),
    },
  ]);

  /** Of a key that is pressed on a node or on the canvas itself. */
  const actions: { readonly [key: string]: () => void } = {
    Delete: edits.remove,
    Backspace: edits.remove,
    F2: () => {
      const [id] = edits.nodeIds();
      if (id !== undefined) useCanvasUi.setState({ renaming: id });
    },
    'mod+a': edits.selectAll,
    'mod+d': edits.duplicate,
    '+': () => useCanvasUi.setState({ isAdding: true }),
  };
  return {
    placeOf: (x: number, y: number) => flow.screenToFlowPosition({ x, y }),
    onKeyDown: (event: KeyboardEvent) => {
      if (isField(event.target) || !isOnCanvas(event.target)) return;
      if (event.key === 'Enter') input.onOpenPanel();
      const isMod = event.ctrlKey || event.metaKey;
      const action = actions[isMod ? `mod+${event.key.toLowerCase()}` : event.key];
      if (!action || (isReadOnly && event.key !== 'a')) return;
      event.preventDefault();
      action();
    },
    onCopy: (event: ClipboardEvent) => void copy(event),
    onCut: (event: ClipboardEvent) => {
      if (copy(event) && !isReadOnly) edits.remove();
    },
    onPaste: (event: ClipboardEvent) => {
      if (isField(event.target) || isReadOnly) return;
      event.preventDefault();
      edits.paste(event.clipboardData.getData('text/plain'));
    },
  };

  function copy(event: ClipboardEvent): boolean {
    const text = isField(event.target) ? null : edits.copy();
    if (text === null) return false;
    event.preventDefault();
    event.clipboardData.setData('text/plain', text);
    return true;
  }
}

function isField(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable="true"]') !== null
  );
}

/** Not in a menu or a list that lies over it. */
function isOnCanvas(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('.react-flow') !== null &&
    target.closest('button, a, [role="menu"], [role="dialog"]') === null
  );
}
