/** The settings of the app, kept in its store, with what the command line said over them. */
import type { RestartPolicy } from '../cluster/broker-machine.ts';
import type { Settings, SettingsPatch } from '../contract/app-info.ts';
import type { Store } from '../store/store.ts';

export type SettingsSource = ReturnType<typeof settingsSource>;

/** `restartPolicy` holds until somebody chooses another one. */
export function settingsSource({ settings }: Store, restartPolicy: RestartPolicy | undefined) {
  const listeners = new Set<(settings: Settings) => void>();
  let given = restartPolicy;
  const read = (): Settings => {
    const stored = settings.read();
    return given === undefined ? stored : { ...stored, restartPolicy: given };
  };
  const tell = (): Settings => {
    const now = read();
    for (const listener of listeners) listener(now);
    return now;
  };
  return {
    read,
    write: (patch: SettingsPatch): Settings => {
      settings.write(patch);
      if (patch.restartPolicy) given = undefined;
      return tell();
    },
    reset: (): null => {
      settings.clear();
      given = undefined;
      tell();
      return null;
    },
    onChange: (listener: (settings: Settings) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
