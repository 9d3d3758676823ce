/** What is wrong; each leads to its place in the text. */
import { useT } from '../../../i18n/index.ts';
import type { ScenarioFault } from '../../../../main/contract/index.ts';
import { useCanvasUi } from '../canvas/canvas-ui.ts';
import { offsetOf, useFaultWords } from '../faults.ts';
import { useStudio } from '../studio-store.ts';
import styles from './panel.module.css';

export function FaultList({ faults }: { readonly faults: readonly ScenarioFault[] }) {
  const t = useT();
  const studio = useStudio();
  const words = useFaultWords();
  const open = (fault: ScenarioFault) => {
    useCanvasUi.setState({ isTextShown: true });
    const { text } = studio.store.getState().history.present;
    // The pane may only be coming.
    requestAnimationFrame(() => studio.jumpTo(offsetOf(text, fault)));
  };
  return (
    <ul className={styles.faults} aria-label={t('studio.faults')}>
      {faults.map((fault, at) => (
        <li key={at}>
          <button type="button" className={styles.fault} onClick={() => open(fault)}>
            {words(fault)}
            <br />
            <code>{t('studio.faultPlace', { line: fault.line, path: fault.path || '–' })}</code>
          </button>
        </li>
      ))}
    </ul>
  );
}
