/** What was made of a file, for as long as the file stays what it was. */
import { readFileSync, statSync } from 'node:fs';

/** By path, time and size. */
export class FileCache<Value> {
  readonly #known = new Map<string, { readonly stamp: string; readonly value: Value }>();

  of(file: string, make: (text: string) => Value): Value {
    const { mtimeMs, size, ino } = statSync(file);
    const stamp = `${mtimeMs}-${size}-${ino}`;
    const before = this.#known.get(file);
    if (before?.stamp === stamp) return before.value;
    const value = make(readFileSync(file, 'utf8'));
    this.#known.set(file, { stamp, value });
    return value;
  }
}
