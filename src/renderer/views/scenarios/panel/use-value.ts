/** Values of the text by their path, for forms: what is typed goes into the text at once. */
import { useCallback } from 'react';
import { insertItem, moveItem, setField } from '../../../../scenario/edit/edits.ts';
import { change } from '../../../../scenario/edit/change.ts';
import { type Path, pathText, valueAt } from '../../../../scenario/edit/path.ts';
import { useStudio, useStudioState } from '../studio-store.ts';

export function useValue(path: Path): unknown {
  return useStudioState((state) => valueAt(state.value, path));
}

/** The edits of forms; all of them make one step of the history while one goes on typing. */
export function useFormEdits() {
  const studio = useStudio();
  return {
    set: useCallback(
      (path: Path, value: unknown) =>
        studio.edit((text) => setField(text, path, value), { mergeKey: `set ${pathText(path)}` }),
      [studio],
    ),
    insert: useCallback(
      (path: Path, index: number, value: unknown) =>
        studio.edit((text) => insertItem(text, path, index, value)),
      [studio],
    ),
    move: useCallback(
      (path: Path, from: number, to: number) =>
        studio.edit((text) => moveItem(text, path, from, to)),
      [studio],
    ),
    rename: useCallback(
      (path: Path, key: string) =>
        studio.edit((text) => change(text, [{ op: 'rename', path, key }])),
      [studio],
    ),
  };
}
