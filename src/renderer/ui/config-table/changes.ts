/** Which configs are shown, whose they are, and the way back from a change. */
import type { ConfigChanges, ConfigEntry, ConfigSource } from '../../../main/contract/index.ts';

export type ConfigFilter = {
  readonly text: string;
  /** Only those that somebody set. */
  readonly isOnlySet: boolean;
};

/** Those set here first, then by name; the text is looked for in names, values and docs. */
export function shownConfigs(
  configs: readonly ConfigEntry[],
  own: readonly ConfigSource[],
  { text, isOnlySet }: ConfigFilter,
): readonly ConfigEntry[] {
  const needle = text.trim().toLowerCase();
  const rank = ({ source }: ConfigEntry) => (own.includes(source) ? 0 : 1);
  return configs
    .filter((config) => !isOnlySet || own.includes(config.source))
    .filter(
      ({ name, value, documentation }) =>
        name.includes(needle) ||
        (value ?? '').toLowerCase().includes(needle) ||
        documentation.toLowerCase().includes(needle),
    )
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** Undone, everything is as these entries say; null where a secret cannot be written back. */
export function wayBack(
  before: readonly ConfigEntry[],
  changes: ConfigChanges,
  own: readonly ConfigSource[],
): ConfigChanges | null {
  const names = [...Object.keys(changes.set), ...changes.unset];
  const set: Record<string, string> = {};
  const unset: string[] = [];
  for (const name of names) {
    const entry = before.find((config) => config.name === name);
    if (!entry || !own.includes(entry.source)) unset.push(name);
    else if (entry.value === null || entry.isSensitive) return null;
    else set[name] = entry.value;
  }
  return { set, unset };
}
