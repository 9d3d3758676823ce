/** The title of a node, and a field in its place while it gets another name. */
import { useRef } from 'react';
import { partsOf, renameNode } from '../../../../scenario/edit/edits.ts';
import { useT } from '../../../i18n/index.ts';
import { showToast } from '../../../ui/toasts.ts';
import { useStudio } from '../studio-store.ts';
import { useCanvasUi } from './canvas-ui.ts';
import styles from './nodes.module.css';

export function NodeTitle(props: {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly hint?: string;
}) {
  const { id, name, title } = props;
  const isRenaming = useCanvasUi((state) => state.renaming === id);
  if (isRenaming) return <NameField id={id} name={name} />;
  return (
    <span className={styles.title} title={props.hint ?? title}>
      {title}
    </span>
  );
}

function NameField({ id, name }: { readonly id: string; readonly name: string }) {
  const t = useT();
  const rename = useRename();
  const isDone = useRef(false);
  const end = (value: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    useCanvasUi.setState({ renaming: null });
    if (value !== null && value.trim() !== '') rename(id, value.trim());
  };
  return (
    <input
      className={`nodrag nopan ${styles.rename}`}
      aria-label={t('studio.newName', { name })}
      defaultValue={name}
      // The person asked for it.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') end(event.currentTarget.value);
        if (event.key === 'Escape') end(null);
      }}
    />
  );
}

/** Renames with all that refers to it; says where SQL may still mean the old name. */
export function useRename(): (id: string, name: string) => void {
  const t = useT();
  const studio = useStudio();
  return (id, name) => {
    const { text } = studio.store.getState().history.present;
    const renamed = renameNode(text, id, name);
    if (renamed.text === text) return;
    studio.edit(() => ({ text: renamed.text, ids: [`${partsOf(id).kind}/${name}`] }));
    if (renamed.expectations.length === 0) return;
    const names = renamed.expectations.join(', ');
    showToast({ tone: 'attention', text: t('studio.renamedSql', { names }) });
  };
}
