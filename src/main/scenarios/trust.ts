/**
 * Which code of scenarios may run here. Code (functions, URLs, files to replay) that came with the
 * app or was written in it may; code from elsewhere may when somebody has said so. It is remembered
 * by the hash of each piece, so that a file whose drawing changed is not asked about again, and
 * one that somebody else wrote does not pass for our own because a box was moved.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../../scenario/code.ts';
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import { ContractError } from '../contract/errors.ts';
import { writeWhole } from './write-whole.ts';

type Remembered = {
  readonly trusted: readonly string[];
  /** Came from elsewhere, and nobody has said yet that it may run. */
  readonly foreign: readonly string[];
};

/** What is known in one data folder; the app and the command line share it. */
export class Trust {
  readonly #file: string;

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'scenarios', 'trusted.json');
  }

  /** Whether all code of a scenario may run. */
  isTrusted(definition: ScenarioDefinition): boolean {
    const { trusted } = this.#read();
    return hashesOf(definition).every((hash) => trusted.includes(hash));
  }

  /** Somebody said that it may. */
  trust(definition: ScenarioDefinition): void {
    const own = new Set(hashesOf(definition));
    const { trusted, foreign } = this.#read();
    this.#write({
      trusted: [...new Set([...trusted, ...own])],
      foreign: foreign.filter((hash) => !own.has(hash)),
    });
  }

  /** It came from elsewhere: a file, a link, a drop. */
  takeForeign(definition: ScenarioDefinition): void {
    const { trusted, foreign } = this.#read();
    const unknown = hashesOf(definition).filter((hash) => !trusted.includes(hash));
    if (unknown.length > 0)
      this.#write({ trusted, foreign: [...new Set([...foreign, ...unknown])] });
  }

  /** It was written here: what did not come from elsewhere may run. */
  takeOwn(definition: ScenarioDefinition): void {
    const { trusted, foreign } = this.#read();
    const written = hashesOf(definition).filter((hash) => !foreign.includes(hash));
    if (written.length > 0)
      this.#write({ trusted: [...new Set([...trusted, ...written])], foreign });
  }

  #read(): Remembered {
    try {
      const { trusted, foreign } = JSON.parse(readFileSync(this.#file, 'utf8')) as Remembered;
      return { trusted, foreign };
    } catch {
      // Nothing was remembered yet, or what was cannot be read: then nothing is trusted.
      return { trusted: [], foreign: [] };
    }
  }

  #write(remembered: Remembered): void {
    if (JSON.stringify(remembered) === JSON.stringify(this.#read())) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    writeWhole(this.#file, `${JSON.stringify(remembered)}\n`);
  }
}

/** The contract's error for code that nobody has looked at. */
export function needsTrust(name: string): ContractError<'scenario-needs-trust'> {
  return new ContractError(
    'scenario-needs-trust',
    { name },
    `${name} has code that came from elsewhere. Look at it, and say that it may run.`,
  );
}

function hashesOf(definition: ScenarioDefinition): readonly string[] {
  return codeOf(definition).map((piece) => createHash('sha256').update(piece).digest('hex'));
}
