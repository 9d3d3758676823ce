/**
 * `broker.properties` in the data folder, in Kafka's format: what the user wants of all brokers;
 * `broker-2.properties` beside it is for that broker alone. Read whenever a broker starts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unreadable } from './data-dir.ts';

export function readProperties(dir: string, brokerId: number): Readonly<Record<string, string>> {
  return {
    ...readFile(dir, 'broker.properties'),
    ...readFile(dir, `broker-${brokerId}.properties`),
  };
}

function readFile(dir: string, name: string): Record<string, string> {
  try {
    return parseProperties(readFileSync(join(dir, name), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw unreadable(dir, error);
  }
}

/** `key=value` or `key: value` a line; `#` and `!` begin comments, a backslash goes on in the next line. */
export function parseProperties(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.replace(/\\\r?\n[ \t]*/g, '').split(/\r?\n/);
  for (const line of lines) {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#') || entry.startsWith('!')) continue;
    const [, key, value] = /^([^=:\s]+)\s*[=:\s]?\s*(.*)$/.exec(entry) ?? [];
    if (key !== undefined) values[key] = value;
  }
  return values;
}
