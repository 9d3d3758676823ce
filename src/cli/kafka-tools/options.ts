/** Options as Kafka's tools take them: `--name value`, `--name=value`, some with an optional value. */
import { ToolUsageError } from './usage-error.ts';

export type ToolOption = {
  /** What stands for the value in the help; absent: a switch. */
  readonly value?: string;
  /** `--state` alone is fine as well. */
  readonly isValueOptional?: true;
  readonly help: string;
};

export type ToolOptions = { readonly [name: string]: ToolOption };

/** What every tool takes. */
export const toolOptions = {
  'bootstrap-server': {
    value: 'HOST:PORT,…',
    help: 'The cluster (default: the one that this terminal is for, or the running local one)',
  },
  'command-config': { value: 'FILE', help: 'A properties file for the connection' },
  help: { help: 'Show this help' },
  version: { help: 'Show the version of Kafka that the tool follows' },
} as const satisfies ToolOptions;

/** Option -> its values in order; a switch has one empty text. */
export type RawOptions = ReadonlyMap<string, readonly string[]>;

/** Reads the words; throws `ToolUsageError` in the words of Kafka's parser. */
export function readOptions(known: ToolOptions, words: readonly string[]): RawOptions {
  const given = new Map<string, string[]>();
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    at += 1;
    if (!word.startsWith('--')) throw new ToolUsageError(`${word} is not a recognized option`);
    const equals = word.indexOf('=');
    const written = equals < 0 ? word.slice(2) : word.slice(2, equals);
    const [name, option] = findOption(known, written);
    const next = words[at];
    let value = equals < 0 ? undefined : word.slice(equals + 1);
    const takesNext = next !== undefined && (!next.startsWith('--') || next === '--');
    if (option.value !== undefined && value === undefined && takesNext) {
      value = next;
      at += 1;
    }
    if (option.value !== undefined && option.isValueOptional !== true && value === undefined) {
      throw new ToolUsageError(`Option ${name} requires an argument`);
    }
    const values = given.get(name) ?? [];
    values.push(value ?? '');
    given.set(name, values);
  }
  return given;
}

/** The help: options in two columns. */
export function describeOptions(options: ToolOptions): string {
  const rows = Object.entries(options)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, { value, isValueOptional, help }]) => {
      const shown = value === undefined ? '' : isValueOptional ? ` [${value}]` : ` <${value}>`;
      return [`--${name}${shown}`, help] as const;
    });
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}\n`).join('');
}

/** An option by its name, or by the beginning of it when only one begins so. */
function findOption(known: ToolOptions, written: string): readonly [string, ToolOption] {
  const exact = Object.hasOwn(known, written) ? known[written] : undefined;
  if (exact) return [written, exact];
  const candidates = Object.entries(known).filter(([name]) => name.startsWith(written));
  const [only] = candidates;
  if (only && candidates.length === 1) return only;
  if (candidates.length > 1) {
    const names = candidates.map(([name]) => name).join(', ');
    throw new ToolUsageError(`${written} is ambiguous, it may be ${names}`);
  }
  throw new ToolUsageError(`${written} is not a recognized option`);
}
