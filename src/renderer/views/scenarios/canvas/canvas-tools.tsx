/** The tools over the drawing: what can be added, and what is done with it. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import type { DragEvent } from 'react';
import type { Alignment } from '../../../../scenario/edit/auto-layout.ts';
import type { NodeKind } from '../../../../scenario/edit/graph.ts';
import { useT } from '../../../i18n/index.ts';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { useStudio, useStudioState } from '../studio-store.ts';
import { dragType } from './drag-type.ts';
import { useCanvasUi } from './canvas-ui.ts';
import styles from './canvas.module.css';
import type { CanvasEdits } from './use-canvas-edits.ts';

export const kindIcons: { readonly [Kind in NodeKind]: IconName } = {
  service: 'service',
  topic: 'topic',
  note: 'note',
  frame: 'frame',
};

const kinds: readonly NodeKind[] = ['service', 'topic', 'note', 'frame'];
const sides: readonly Alignment[] = ['left', 'center', 'right', 'top', 'middle', 'bottom'];

export function CanvasTools(props: {
  readonly edits: CanvasEdits;
  readonly isReadOnly: boolean;
  readonly isMapShown: boolean;
}) {
  const t = useT();
  const { edits, isReadOnly, isMapShown } = props;
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('studio.tools')}>
      {!isReadOnly && (
        <>
          <Palette edits={edits} />
          <span className={styles.gap} />
          <HistoryTools />
          <ArrangeMenu edits={edits} />
          <span className={styles.gap} />
        </>
      )}
      <Tool
        icon="search"
        label={t('studio.search')}
        onClick={() => useCanvasUi.setState({ isSearching: true })}
      />
      <Tool icon="fit" label={t('studio.fit')} onClick={edits.fit} />
      <Tool
        icon="map"
        label={t('studio.map')}
        isOn={isMapShown}
        onClick={() => useCanvasUi.setState({ isMapShown: !isMapShown })}
      />
    </div>
  );
}

function Palette({ edits }: { readonly edits: CanvasEdits }) {
  const t = useT();
  const hasSelection = useStudioState((state) => state.history.present.selection.length > 0);
  return kinds.map((kind) => (
    <Tooltip key={kind} label={t(`studio.add-${kind}-hint`)}>
      <button
        type="button"
        className={styles.item}
        data-kind={kind}
        draggable={kind !== 'frame'}
        disabled={kind === 'frame' && !hasSelection}
        onDragStart={(event: DragEvent) => {
          event.dataTransfer.setData(dragType, kind);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onClick={() => edits.add(kind)}
      >
        <Icon name={kindIcons[kind]} size={14} />
        {t(`studio.add-${kind}`)}
      </button>
    </Tooltip>
  ));
}

function HistoryTools() {
  const t = useT();
  const studio = useStudio();
  const canUndo = useStudioState((state) => state.history.past.length > 0);
  const canRedo = useStudioState((state) => state.history.future.length > 0);
  return (
    <>
      <Tool icon="undo" label={t('studio.undo')} isOff={!canUndo} onClick={studio.undo} />
      <Tool icon="redo" label={t('studio.redo')} isOff={!canRedo} onClick={studio.redo} />
    </>
  );
}

function ArrangeMenu({ edits }: { readonly edits: CanvasEdits }) {
  const t = useT();
  const count = useStudioState(
    (state) => state.history.present.selection.filter((id) => state.places[id]).length,
  );
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={styles.item}>
          <Icon name="arrange" size={14} />
          {t('studio.arrange')}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="scenario" />} onClick={edits.layOut}>
          {t('studio.layOut')}
        </Menu.Item>
        <Menu.Divider />
        {sides.map((side) => (
          <Menu.Item key={side} disabled={count < 2} onClick={() => edits.align(side)}>
            {t(`studio.align-${side}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {(['x', 'y'] as const).map((along) => (
          <Menu.Item key={along} disabled={count < 3} onClick={() => edits.distribute(along)}>
            {t(`studio.distribute-${along}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item disabled={count === 0} onClick={edits.duplicate}>
          {t('studio.duplicate')}
        </Menu.Item>
        <Menu.Item disabled={count === 0} onClick={edits.remove}>
          {t('studio.remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Tool(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly isOn?: boolean;
  readonly isOff?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant={props.isOn ? 'light' : 'subtle'}
        color="gray"
        aria-label={props.label}
        aria-pressed={props.isOn}
        disabled={props.isOff ?? false}
        onClick={props.onClick}
      >
        <Icon name={props.icon} size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
