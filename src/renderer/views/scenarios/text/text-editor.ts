/** CodeMirror over the studio's text: what it shows and what it tells. */
import { autocompletion, closeBrackets, type CompletionSource } from '@codemirror/autocomplete';
import { defaultKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Range } from '../../../../scenario/edit/yaml-source.ts';
import { difference } from './difference.ts';
import { textTheme } from './text-theme.ts';

const showRanges = StateEffect.define<readonly Range[]>();
const shownLine = Decoration.line({ class: 'cm-shown' });

/** The lines of what is selected on the canvas. */
const shownField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, transaction) => {
    const effect = transaction.effects.find((one) => one.is(showRanges));
    if (!effect) return before.map(transaction.changes);
    const { doc } = transaction.state;
    const starts = new Set<number>();
    for (const { start, end } of effect.value) {
      const last = doc.lineAt(Math.min(Math.max(start, end - 1), doc.length)).number;
      for (let line = doc.lineAt(Math.min(start, doc.length)).number; line <= last; line += 1) {
        starts.add(doc.line(line).from);
      }
    }
    return Decoration.set([...starts].sort((a, b) => a - b).map((at) => shownLine.range(at)));
  },
  provide: (field) => EditorView.decorations.from(field),
});

export type TextEditor = ReturnType<typeof createTextEditor>;

export function createTextEditor(
  parent: HTMLElement,
  input: {
    readonly text: string;
    readonly label: string;
    readonly onText: (text: string) => void;
    /** The cursor stands somewhere else, by the person's doing. */
    readonly onCursor: (offset: number) => void;
    readonly complete: CompletionSource;
  },
) {
  const readOnly = new Compartment();
  let isOwnChange = false;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: input.text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        drawSelection(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        search({ top: true }),
        autocompletion({ override: [input.complete], icons: false }),
        yaml(),
        shownField,
        readOnly.of(EditorState.readOnly.of(false)),
        EditorState.tabSize.of(2),
        keymap.of([...searchKeymap, ...foldKeymap, ...defaultKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ 'aria-label': input.label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (isOwnChange) return;
          if (update.docChanged) input.onText(update.state.doc.toString());
          else if (update.selectionSet && view.hasFocus) {
            input.onCursor(update.state.selection.main.head);
          }
        }),
        ...textTheme,
      ],
    }),
  });

  /** Without being told of it again. */
  function silently(act: () => void): void {
    isOwnChange = true;
    act();
    isOwnChange = false;
  }

  return {
    /** Only what differs is replaced: cursor, folds and place of the rest stay. */
    setText(text: string): void {
      const before = view.state.doc.toString();
      if (before === text) return;
      const { from, to, insert } = difference(before, text);
      silently(() => view.dispatch({ changes: { from, to, insert } }));
    },
    setReadOnly(isReadOnly: boolean): void {
      view.dispatch({ effects: readOnly.reconfigure(EditorState.readOnly.of(isReadOnly)) });
    },
    setFaults(faults: readonly Diagnostic[]): void {
      const { length } = view.state.doc;
      const inside = faults.map((fault) => ({
        ...fault,
        from: Math.min(fault.from, length),
        to: Math.min(fault.to, length),
      }));
      silently(() => view.dispatch(setDiagnostics(view.state, inside)));
    },
    show(ranges: readonly Range[]): void {
      const first = ranges[0];
      const isFar = first !== undefined && !view.hasFocus;
      silently(() =>
        view.dispatch({
          effects: [
            showRanges.of(ranges),
            ...(isFar
              ? [
                  EditorView.scrollIntoView(Math.min(first.start, view.state.doc.length), {
                    y: 'start',
                    yMargin: 24,
                  }),
                ]
              : []),
          ],
        }),
      );
    },
    goTo(offset: number): void {
      const at = Math.min(offset, view.state.doc.length);
      view.dispatch({
        selection: { anchor: at },
        effects: EditorView.scrollIntoView(at, { y: 'center' }),
      });
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
