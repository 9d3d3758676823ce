/** What the topic is for: a choice of purposes, each in a sentence. */
import { useT } from '../../i18n/index.ts';
import type { Preset } from './presets.ts';
import styles from './topics.module.css';

export function PresetPicker(props: {
  readonly presets: readonly Preset[];
  readonly chosen: Preset;
  readonly onChoose: (preset: Preset) => void;
}) {
  const t = useT();
  return (
    <fieldset className={styles.presets}>
      <legend>{t('topics.purpose')}</legend>
      <div className={styles.presetGrid}>
        {props.presets.map((preset) => (
          <label
            key={preset.name}
            className={styles.preset}
            data-chosen={preset.name === props.chosen.name || undefined}
          >
            <input
              type="radio"
              name="preset"
              className="sr-only"
              checked={preset.name === props.chosen.name}
              onChange={() => props.onChoose(preset)}
            />
            {t(`topics.preset-${preset.name}`)}
          </label>
        ))}
      </div>
      <p className={styles.presetText}>{t(`topics.presetText-${props.chosen.name}`)}</p>
    </fieldset>
  );
}
