/** The options of `npm run differential`. */
import { parseArgs } from 'node:util';
import type { Api } from '../../src/broker/protocol/api.ts';

export const parts = ['generated', 'sequences', 'connections', 'cluster'] as const;
export type Part = (typeof parts)[number];

export type Options = {
  readonly seed: number;
  readonly turns: number;
  readonly only: readonly Part[];
  readonly isWanted: (api: Api) => boolean;
  /** Whether everything is asked, so that the table and the list of differences can be judged. */
  readonly isWhole: boolean;
  readonly isVerbose: boolean;
};

export const usage = `npm run differential -- [options]

Puts the same requests to Apache Kafka and to Rivulet and compares the answers.

  --api LIST     keys or names of APIs: 2,Metadata
  --only LIST    parts: ${parts.join(', ')}
  --seed N       of the generated requests (default 1)
  --turns N      generated requests of each version (default 6)
  --verbose      both answers in full

A whole run writes docs/differences.md.`;

const defaultTurns = 6;

/** undefined: only the usage is wanted. */
export function readOptions(words: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...words],
    options: {
      api: { type: 'string' },
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      turns: { type: 'string', default: `${defaultTurns}` },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const apis = values.api?.toLowerCase().split(',');
  const only = values.only?.split(',') ?? parts;
  for (const part of only)
    if (!parts.includes(part as Part)) throw new Error(`there is no part ${part}`);
  return {
    seed: Number(values.seed),
    turns: Number(values.turns),
    only: only as Part[],
    isWanted: ({ key, name }) =>
      apis === undefined || apis.includes(`${key}`) || apis.includes(name.toLowerCase()),
    isWhole:
      apis === undefined && values.only === undefined && Number(values.turns) >= defaultTurns,
    isVerbose: values.verbose,
  };
}
