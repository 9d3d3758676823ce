/** The form of one node: its name, what the file says of it, and what is wrong with it. */
import { Button, Fieldset, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { GraphNode } from '../../../../scenario/edit/graph.ts';
import { removeNodes } from '../../../../scenario/edit/edits.ts';
import { isInside } from '../../../../scenario/edit/path.ts';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { ScenarioFault } from '../../../../main/contract/index.ts';
import { useRename } from '../canvas/node-title.tsx';
import { useCanvasUi } from '../canvas/canvas-ui.ts';
import { useStudio } from '../studio-store.ts';
import { useFieldWords } from '../words.ts';
import { FaultList } from './fault-list.tsx';
import styles from './panel.module.css';
import { PartFields } from './part-fields.tsx';

export function NodeForm(props: {
  readonly node: GraphNode;
  readonly faults: readonly ScenarioFault[];
  readonly isReadOnly: boolean;
}) {
  const t = useT();
  const studio = useStudio();
  const { node, isReadOnly } = props;
  const own = props.faults.filter(({ path }) => isInside(path.split('.'), node.path));
  return (
    <Fieldset variant="unstyled" disabled={isReadOnly} className={styles.fields ?? ''}>
      {isReadOnly && <p className="soft">{t('studio.readOnly')}</p>}
      {own.length > 0 && <FaultList faults={own} />}
      <NameField node={node} />
      <PartFields part={node.kind} path={node.path} without={['name']} />
      {!isReadOnly && (
        <div className={styles.buttons}>
          {node.kind !== 'frame' && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<Icon name="link" size={12} />}
              onClick={() => useCanvasUi.setState({ connecting: node.id })}
            >
              {t('studio.connectTo')}
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<Icon name="trash" size={12} />}
            onClick={() => studio.edit((text) => ({ text: removeNodes(text, [node.id]), ids: [] }))}
          >
            {t('studio.remove')}
          </Button>
        </div>
      )}
    </Fieldset>
  );
}

/** All that refers to it follows when the field is left. */
function NameField({ node }: { readonly node: GraphNode }) {
  const words = useFieldWords();
  const rename = useRename();
  const [draft, setDraft] = useState<string | null>(null);
  const end = () => {
    if (draft !== null && draft.trim() !== '' && draft !== node.name) rename(node.id, draft.trim());
    setDraft(null);
  };
  return (
    <TextInput
      size="xs"
      label={words.label(node.kind, 'name')}
      description={words.help(node.kind, 'name', [...node.path, 'name'])}
      value={draft ?? node.name}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={end}
      onKeyDown={(event) => event.key === 'Enter' && end()}
      spellCheck={false}
    />
  );
}
