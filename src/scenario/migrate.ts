/** Brings scenario files of older formats up to the newest one, as edits that keep comments. */
import { isMap, isNode, isScalar, visit } from 'yaml';
import { scenarioFormat } from './definition/scenario.ts';
import { printDocument, type Reading, readDocument } from './document.ts';
import { migrateFrom1 } from './migrate-1.ts';
import { valueAt } from './shape.ts';

/** The text in the newest format; one that is that already, or cannot be read, as it is. */
export function migrateSource(source: string): string {
  const reading = readDocument(source);
  if (reading.faults.length > 0 || !migrateDocument(reading)) return source;
  return printDocument(reading.document);
}

/** Changes the document of a reading without faults; true when there was something to change. */
export function migrateDocument(reading: Reading): boolean {
  const root = reading.document.contents;
  if (!isMap(root) || formatOf(reading) !== 1) return false;
  writeOut(reading);
  migrateFrom1(root);
  const format = root.get('format', true);
  if (isScalar(format)) {
    format.value = scenarioFormat;
    delete format.source;
  }
  return true;
}

/** What the file says; anything. */
export function formatOf({ value }: Reading): unknown {
  return valueAt(value, ['format']);
}

/** Things move, and an alias may not come before what it names. */
function writeOut({ document, anchors }: Reading): void {
  visit(document, {
    Alias: (_, alias) => {
      const target: unknown = anchors.get(alias)?.clone();
      return isNode(target) ? target : undefined;
    },
  });
  visit(document, {
    Node: (_, node) => {
      if ('anchor' in node) delete node.anchor;
    },
  });
}
