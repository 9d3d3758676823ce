/** Lines that a generator replays: of a CSV or NDJSON file, or out of the scenario itself. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { GeneratorDefinition } from '../../../scenario/definition/scenario.ts';

const fileMaxBytes = 64 * 1024 * 1024;

/** Each line as a value of JSON; throws for what is no such file. */
export function readReplay(
  { file, text, format }: NonNullable<GeneratorDefinition['replay']>,
  scenarioFile: string,
): readonly unknown[] {
  const content = text ?? readText(resolve(dirname(scenarioFile), file ?? ''));
  return format === 'csv' ? readCsv(content) : readLines(content);
}

function readText(file: string): string {
  const bytes = readFileSync(file);
  if (bytes.length > fileMaxBytes) throw new Error(`${file} is larger than 64 MB`);
  return bytes.toString();
}

/** Fields that look like numbers are numbers. */
function readCsv(content: string): readonly unknown[] {
  return parse(content, {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    trim: true,
    cast: (value, { header }) =>
      !header && /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(value) ? Number(value) : value,
  });
}

function readLines(content: string): readonly unknown[] {
  return content.split(/\r?\n/).flatMap((line, index): unknown[] => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line)];
    } catch {
      throw new Error(`replay: line ${index + 1} is not JSON`);
    }
  });
}
