/** Finds the texts for people in a scenario, wherever they stand. */
import type { ScenarioDefinition } from '../../../src/scenario/definition/scenario.ts';

const korean = /[가-힣]/;
const textKeys = new Set(['title', 'description', 'explanation', 'experiment', 'say', 'text']);
/** Where such a key is no text for people. */
const machineKeys = new Set([
  'schema',
  'value',
  'row',
  'map',
  'body',
  'reply',
  'params',
  'columns',
  'rows',
  'let',
]);

/** Each with where it stands, such as `services.0.title`. */
export type PlacedText = { readonly path: string; readonly text: unknown };

export function textsOf(scenario: ScenarioDefinition): readonly PlacedText[] {
  return found(scenario, '');
}

/** No Korean in the English, and some in the Korean. */
export function isInBothLanguages(text: unknown): boolean {
  if (typeof text !== 'object' || text === null || !('en' in text && 'ko' in text)) return false;
  return !korean.test(String(text.en)) && korean.test(String(text.ko));
}

function found(node: unknown, path: string): readonly PlacedText[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const at = path === '' ? key : `${path}.${key}`;
    if (textKeys.has(key)) return [{ path: at, text: value }];
    return machineKeys.has(key) ? [] : found(value, at);
  });
}
