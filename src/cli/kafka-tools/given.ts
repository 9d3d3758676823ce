/** The options that were given, read by their kinds. */
import type { RawOptions } from './options.ts';
import { ToolUsageError } from './usage-error.ts';

export class Given {
  readonly #options: RawOptions;

  constructor(options: RawOptions) {
    this.#options = options;
  }

  has(name: string): boolean {
    return this.#options.has(name);
  }

  /** The last value given, or undefined; an empty text for an option without its value. */
  text(name: string): string | undefined {
    return this.#options.get(name)?.at(-1);
  }

  /** All values, in order. */
  texts(name: string): readonly string[] {
    return this.#options.get(name) ?? [];
  }

  /** A whole number, or undefined. */
  integer(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (/^-?\d{1,15}$/.test(text)) return Number(text);
    throw new ToolUsageError(`Cannot parse argument '${text}' of option ${name}`);
  }

  /** The values of an option that must be there. */
  required(...names: readonly string[]): void {
    for (const name of names) {
      if (!this.has(name)) throw new ToolUsageError(`Missing required argument "[${name}]"`);
    }
  }

  /** The one of the options that is given; none or several are wrong. */
  oneOf<Name extends string>(names: readonly Name[], problem: string): Name {
    const found = names.filter((name) => this.has(name));
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    throw new ToolUsageError(problem);
  }

  /** `a=1` words of repeated options as a record; a word without `=` is wrong. */
  properties(...names: readonly string[]): { readonly [name: string]: string } {
    const pairs = names
      .flatMap((name) => this.texts(name))
      .map((word) => {
        const at = word.indexOf('=');
        if (at < 1) throw new ToolUsageError(`Invalid property: ${word}`);
        return [word.slice(0, at), word.slice(at + 1)] as const;
      });
    return Object.fromEntries(pairs);
  }
}
