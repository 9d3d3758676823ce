/** Somebody else's code runs only after one has looked at it. */
import { codeOf } from '../../../../scenario/code.ts';
import { checkScenario } from '../../../../scenario/load.ts';
import { useT } from '../../../i18n/index.ts';
import { Confirm } from '../../../ui/confirm.tsx';
import styles from '../scenarios.module.css';
import { useStudioState } from '../studio-store.ts';

export function TrustDialog(props: {
  readonly name: string;
  readonly isRunning: boolean;
  readonly onTrust: () => void;
  readonly onClose: () => void;
}) {
  const t = useT();
  const text = useStudioState((state) => state.history.present.text);
  const { definition } = checkScenario(text);
  const code = definition ? codeOf(definition) : [];
  return (
    <Confirm
      title={t('studio.trustTitle')}
      action={t('studio.trust')}
      isRunning={props.isRunning}
      onConfirm={props.onTrust}
      onClose={props.onClose}
    >
      <p>{t('studio.trustText', { name: props.name })}</p>
      {code.map((piece) => (
        // Focusable, so that the keyboard can scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre key={piece} className={styles.code} tabIndex={0}>
          {piece}
        </pre>
      ))}
    </Confirm>
  );
}
