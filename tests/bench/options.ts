import { parseArgs } from 'node:util';
import { workNames, type WorkName } from './figures.ts';

export const usage = `npm run bench -- [options] [WORK …]: the same work on Rivulet and on Apache Kafka

  --only WORK,…  of ${workNames.join(', ')}
  --rounds N     how often each is measured on each of the two (default 3)
  --quick        small sizes, one round: shows that it works, measures little
  --out FOLDER   where benchmarks.json and benchmarks.md go (default docs; with --only or --quick they are only printed)
  --help         this text`;

/** How much work one round is. */
export type Sizes = {
  readonly warmUps: number;
  readonly idleSeconds: number;
  /** Time that a started cluster gets to come to rest. */
  readonly settleSeconds: number;
  readonly smallMessages: number;
  readonly largeMessages: number;
  readonly latencySeconds: number;
  readonly kills: number;
  /** One message each. */
  readonly requests: number;
  /** In one partition and over a thousand. */
  readonly spreadMessages: number;
  /** Messages that are waited for one by one. */
  readonly roundTrips: number;
  /** Of the log that is read cold and recovered. */
  readonly gigabytes: number;
  /** That the screen is looked at. */
  readonly screenSeconds: number;
};

const full: Sizes = {
  warmUps: 2,
  idleSeconds: 15,
  settleSeconds: 15,
  smallMessages: 5_000_000,
  largeMessages: 300_000,
  latencySeconds: 15,
  kills: 2,
  requests: 200_000,
  spreadMessages: 2_000_000,
  roundTrips: 5000,
  gigabytes: 10,
  screenSeconds: 60,
};
const quick: Sizes = {
  warmUps: 1,
  idleSeconds: 3,
  settleSeconds: 3,
  smallMessages: 200_000,
  largeMessages: 20_000,
  latencySeconds: 4,
  kills: 1,
  requests: 10_000,
  spreadMessages: 200_000,
  roundTrips: 300,
  gigabytes: 1,
  screenSeconds: 10,
};

export type Options = {
  readonly works: ReadonlySet<WorkName>;
  readonly rounds: number;
  readonly isQuick: boolean;
  readonly sizes: Sizes;
  /** undefined: the result is only printed. */
  readonly out: string | undefined;
};

/** Throws with what is wrong; undefined when only help is asked for. */
export function readOptions(args: readonly string[], defaultOut: string): Options | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const named = [...(values.only?.split(',') ?? []), ...positionals];
  const asked = named.length > 0 ? named : workNames;
  const unknown = asked.find((name) => !(workNames as readonly string[]).includes(name));
  if (unknown !== undefined) throw new Error(`no work is called ${unknown}`);
  const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds wants a number from 1 on');
  const isPart = values.quick || named.length > 0;
  return {
    works: new Set(asked as WorkName[]),
    rounds,
    isQuick: values.quick,
    sizes: values.quick ? quick : full,
    out: values.out ?? (isPart ? undefined : defaultOut),
  };
}
