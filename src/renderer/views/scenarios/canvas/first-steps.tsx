/** On an empty canvas: how a drawing begins. */
import { Button } from '@mantine/core';
import { addNode, connect } from '../../../../scenario/edit/edits.ts';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useStudio } from '../studio-store.ts';
import styles from './canvas.module.css';
import type { CanvasEdits } from './use-canvas-edits.ts';

export function FirstSteps({ edits }: { readonly edits: CanvasEdits }) {
  const t = useT();
  const studio = useStudio();
  /** A writer, a topic, a reader: the smallest flow that runs. */
  const drawSmallest = () => {
    studio.edit((text) => {
      const writer = addNode(text, 'service', { name: 'sender', position: { x: 0, y: 0 } });
      const topic = addNode(writer.text, 'topic', { name: 'events', position: { x: 300, y: 28 } });
      const reader = addNode(topic.text, 'service', { name: 'reader', position: { x: 570, y: 0 } });
      const [from = '', via = '', to = ''] = [...writer.ids, ...topic.ids, ...reader.ids];
      const written = connect(reader.text, from, via, 'write');
      return { text: connect(written, via, to, 'read'), ids: [] };
    });
    requestAnimationFrame(edits.fit);
  };
  return (
    <div className={styles.first}>
      <h2>{t('studio.emptyTitle')}</h2>
      <ol>
        <li>{t('studio.emptyStep1')}</li>
        <li>{t('studio.emptyStep2')}</li>
        <li>{t('studio.emptyStep3')}</li>
      </ol>
      <div className={styles.firstButtons}>
        <Button
          leftSection={<Icon name="service" size={14} />}
          onClick={() => edits.add('service')}
        >
          {t('studio.addFirst')}
        </Button>
        <Button variant="default" onClick={drawSmallest}>
          {t('studio.drawSmallest')}
        </Button>
      </div>
      <p className="soft">{t('studio.emptyKeys')}</p>
    </div>
  );
}
