/** What a scenario can be taken home as. */
import type { Text } from '../definition/names.ts';

/** A file of an export; `path` is relative, with `/`. */
export type ExportFile = {
  readonly path: string;
  readonly text: string;
  readonly isExecutable?: boolean | undefined;
};

export function englishOf(text: Text | undefined): string | undefined {
  return typeof text === 'object' ? text.en : text;
}

/** One line: for comments and labels. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Partitions where the file says nothing. */
export const partitionsDefault = 3;
/** Replicas where the file says nothing. */
export const replicationDefault = 3;
