/** The scenario as a file, and the panes beside the drawing. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { mapping } from '../../../scenario/edit/references.ts';
import { useT } from '../../i18n/index.ts';
import { ScenarioExportMenu } from '../../objects/scenario-export-menu.tsx';
import { Icon } from '../../ui/icon.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { useCanvasUi } from './canvas/canvas-ui.ts';
import { useStudio, useStudioState } from './studio-store.ts';

export function ShareMenu(props: { readonly name: string | null; readonly hasFaults: boolean }) {
  const { name } = props;
  const t = useT();
  const studio = useStudio();
  const own = useStudioState((state) => mapping(state.value)['name']);
  const { isTextShown, isPanelShown } = useCanvasUi();
  const download = () => {
    const { text } = studio.store.getState().history.present;
    saveFile(`${String(own ?? name ?? 'scenario')}.rivulet.yaml`, text, 'application/yaml');
  };
  return (
    <>
      <Button variant="default" leftSection={<Icon name="download" size={14} />} onClick={download}>
        {t('studio.download')}
      </Button>
      <ScenarioExportMenu
        source={() => studio.store.getState().history.present.text}
        isDisabled={props.hasFaults}
      />
      <Tooltip label={t('studio.text')}>
        <ActionIcon
          variant={isTextShown ? 'light' : 'default'}
          size={30}
          aria-label={t('studio.text')}
          aria-pressed={isTextShown}
          onClick={() => useCanvasUi.setState({ isTextShown: !isTextShown })}
        >
          <Icon name="code" size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('studio.panel')}>
        <ActionIcon
          variant={isPanelShown ? 'light' : 'default'}
          size={30}
          aria-label={t('studio.panel')}
          aria-pressed={isPanelShown}
          onClick={() => useCanvasUi.setState({ isPanelShown: !isPanelShown })}
        >
          <Icon name="panel" size={15} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
