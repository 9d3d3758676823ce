/** What a command is, and how its words are read. */
import { parseArgs } from 'node:util';

/** One option, as `--help` shows it and as `parseArgs` reads it. */
export type Option = {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for the value in the help: `PORT`. */
  readonly value?: string;
  readonly help: string;
};

export type Options = { readonly [name: string]: Option };

export type Values = {
  readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined;
};

export type Arguments = { readonly values: Values; readonly positionals: readonly string[] };

export type Command = {
  /** What follows `rivulet NAME`: `TOPIC [options]`. */
  readonly usage: string;
  readonly summary: string;
  /** Longer help below the summary. */
  readonly details?: string;
  readonly options: Options;
  /** How many words may stand beside the options. */
  readonly positionals: { readonly min: number; readonly max: number };
  readonly examples: readonly string[];
  readonly run: (args: Arguments, output: Output) => Promise<void>;
};

/** A command, or a family of commands, loaded when it is called. */
export type Entry =
  | { readonly summary: string; readonly load: () => Promise<Command> }
  | {
      readonly summary: string;
      readonly commands: { readonly [name: string]: Entry };
      readonly examples: readonly string[];
    };

/** Where a command writes. */
export interface Output {
  readonly isJson: boolean;
  /** One JSON value per line, with `--json` only. */
  json(value: unknown): void;
  /** A line for people, without `--json` only. */
  text(line: string): void;
  /** Columns for people, without `--json` only. */
  table(header: readonly string[], rows: readonly (readonly string[])[]): void;
  /** Bytes as they are, in any mode. */
  raw(text: string): boolean;
  /** Progress and warnings: stderr. */
  note(line: string): void;
}

/** Wrong words on the command line: exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** What every command takes. */
export const commonOptions = {
  json: { type: 'boolean', help: 'One JSON value per line on stdout' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies Options;

/** Which data folder; for commands about the processes of a cluster. */
export const dataOption = {
  data: { type: 'string', value: 'DIR', help: 'Data folder (default: the platform’s own)' },
} as const satisfies Options;

/** Which cluster; for commands that speak the Kafka protocol. */
export const clusterOptions = {
  bootstrap: {
    type: 'string',
    value: 'HOST:PORT,…',
    help: 'Any cluster, also Apache Kafka (default: the running local one)',
  },
  ...dataOption,
} as const satisfies Options;

/** Reads the words of a command; throws `UsageError`. */
export function parseCommand(command: Command, words: readonly string[]): Arguments {
  const { values, positionals } = parseWords(command, words);
  const { min, max } = command.positionals;
  if (values.help !== true && positionals.length < min) {
    throw new UsageError(`something is missing: ${command.usage}`);
  }
  if (positionals.length > max) {
    throw new UsageError(`what is ${JSON.stringify(positionals[max])}?`);
  }
  return { values: values as Values, positionals };
}

/** An integer option within bounds, or undefined when it is not given. */
export function integer(
  values: Values,
  name: string,
  bounds: { readonly min?: number; readonly max?: number } = {},
): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  return parseInteger(String(text), `--${name}`, bounds);
}

/** A whole number from a word; `label` says whose. */
export function parseInteger(
  text: string,
  label: string,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { readonly min?: number; readonly max?: number } = {},
): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || value < min || value > max) {
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new UsageError(`${label} takes a whole number ${range}, not ${JSON.stringify(text)}`);
  }
  return value;
}

/** One of a few words, or undefined when the option is not given. */
export function oneOf<Word extends string>(
  values: Values,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const word = words.find((known) => known === text);
  if (word !== undefined) return word;
  throw new UsageError(`--${name} is one of ${words.join(', ')}, not ${JSON.stringify(text)}`);
}

/** The text of an option, or undefined. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The texts of an option that may be given several times. */
export function texts(values: Values, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** `k=v` words as a record. */
export function pairs(values: Values, name: string): { readonly [key: string]: string } {
  return Object.fromEntries(
    texts(values, name).map((word) => {
      const at = word.indexOf('=');
      if (at < 1) throw new UsageError(`--${name} takes KEY=VALUE, not ${JSON.stringify(word)}`);
      return [word.slice(0, at), word.slice(at + 1)];
    }),
  );
}

function parseWords(command: Command, words: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, ...commonOptions }).map(
      ([name, option]: [string, Option]) => [
        name,
        {
          type: option.type,
          ...(option.short !== undefined && { short: option.short }),
          ...(option.multiple === true && { multiple: true }),
        },
      ],
    ),
  );
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, allowNegative: false });
  } catch (error) {
    // parseArgs words its errors well, but adds hints about `--` that help nobody here.
    throw new UsageError((error as Error).message.split('. ')[0] ?? 'wrong options');
  }
}
