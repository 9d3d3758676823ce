/** One of Kafka's own command-line tools, spoken by Rivulet: same options, same columns. */
import type { Given } from './given.ts';
import type { ToolOptions } from './options.ts';

export type KafkaTool = {
  readonly summary: string;
  readonly options: ToolOptions;
  /** Answers the exit code. */
  readonly run: (given: Given, to: ToolOutput) => Promise<number>;
};

/** Kafka's tools write results to stdout and remarks to stderr. */
export type ToolOutput = {
  /** False: whoever reads cannot follow, wait for `drain`. */
  readonly out: (text: string | Buffer) => boolean;
  readonly error: (text: string) => void;
};
