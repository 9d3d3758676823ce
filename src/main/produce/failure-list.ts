/** What could not be written: the first ones in full, all of them counted. */
import type { ContractError, ErrorJson } from '../contract/errors.ts';
import type { Failures } from '../contract/produce.ts';

const keptMax = 10_000;
const textMax = 100_000;
/** All texts together; beyond it only their beginnings. */
const textsMax = 8 * 1024 * 1024;
const beginningMax = 200;

export class FailureList {
  readonly #failures: { line: number; text: string; error: ErrorJson }[] = [];
  #totalCount = 0;
  #textLength = 0;

  add(line: number, text: string, error: ContractError): void {
    this.#totalCount += 1;
    if (this.#failures.length >= keptMax) return;
    const max = this.#textLength < textsMax ? textMax : beginningMax;
    const kept = text.slice(0, max);
    this.#textLength += kept.length;
    this.#failures.push({ line, text: kept, error: errorJson(error) });
  }

  get count(): number {
    return this.#totalCount;
  }

  get lastError(): ErrorJson | null {
    return this.#failures.at(-1)?.error ?? null;
  }

  toJson(): Failures {
    const failures = [...this.#failures].sort((left, right) => left.line - right.line);
    return { failures, totalCount: this.#totalCount };
  }
}

/** As it crosses the contract. */
export function errorJson({ code, data, message }: ContractError): ErrorJson {
  return { code, data, message } as ErrorJson;
}
