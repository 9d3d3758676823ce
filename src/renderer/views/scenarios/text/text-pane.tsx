/** The file beside the drawing: both change the same text. */
import { useEffect, useMemo, useRef } from 'react';
import { pathAtOffset, placeOf, readSource } from '../../../../scenario/edit/yaml-source.ts';
import { isInside } from '../../../../scenario/edit/path.ts';
import { useT } from '../../../i18n/index.ts';
import type { ScenarioFault } from '../../../../main/contract/index.ts';
import { offsetOf, useFaultWords } from '../faults.ts';
import { useStudio, useStudioState } from '../studio-store.ts';
import { completeScenario } from './complete.ts';
import { createTextEditor, type TextEditor } from './text-editor.ts';
import styles from './text.module.css';

export function TextPane(props: {
  readonly faults: readonly ScenarioFault[];
  readonly isReadOnly: boolean;
}) {
  const t = useT();
  const studio = useStudio();
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor | null>(null);
  const text = useStudioState((state) => state.history.present.text);
  const selection = useStudioState((state) => state.history.present.selection);
  const jump = useStudioState((state) => state.jump);
  const words = useFaultWords();
  const label = t('studio.textLabel');

  useEffect(() => {
    if (!host.current) return;
    const own = createTextEditor(host.current, {
      text: studio.store.getState().history.present.text,
      label,
      onText: (next) => studio.edit(() => next, { mergeKey: 'typing' }),
      onCursor: (offset) => selectAt(studio, offset),
      complete: completeScenario,
    });
    editor.current = own;
    return () => own.destroy();
  }, [studio, label]);

  useEffect(() => editor.current?.setText(text), [text]);
  useEffect(() => editor.current?.setReadOnly(props.isReadOnly), [props.isReadOnly]);
  const diagnostics = useMemo(
    () =>
      props.faults.map((fault) => {
        const from = offsetOf(text, fault);
        const end = text.slice(from).search(/[\s,}\]]|$/);
        return {
          from,
          to: from + Math.max(1, end),
          severity: 'error' as const,
          message: words(fault),
        };
      }),
    [props.faults, text, words],
  );
  useEffect(() => editor.current?.setFaults(diagnostics), [diagnostics]);
  useEffect(() => {
    const { graph } = studio.store.getState();
    const source = readSource(text);
    const paths = selection.flatMap((id) => {
      const node = graph.nodes.find((one) => one.id === id);
      return node ? [node.path] : (graph.edges.find((one) => one.id === id)?.paths ?? []);
    });
    editor.current?.show(source.isReadable ? paths.map((path) => placeOf(source, path)) : []);
    // The text moves what is shown by itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [studio, selection]);
  useEffect(() => {
    if (jump.count > 0) editor.current?.goTo(jump.offset);
  }, [jump]);

  return <div ref={host} className={styles.text} />;
}

/** The node that the cursor stands in. */
function selectAt(studio: ReturnType<typeof useStudio>, offset: number): void {
  const { history, graph } = studio.store.getState();
  const source = readSource(history.present.text);
  if (!source.isReadable) return;
  const path = pathAtOffset(source, offset);
  const node = graph.nodes.find((one) => isInside(path, one.path));
  studio.select(node ? [node.id] : []);
}
