/** Configurations of anything that has them, as DescribeConfigs tells them. */

/** Who set it: the topic or other resource itself, one broker, all brokers, server.properties. */
export type ConfigSource = 'topic' | 'broker' | 'cluster' | 'file' | 'default';

export type ConfigType =
  | 'boolean'
  | 'string'
  | 'int'
  | 'short'
  | 'long'
  | 'double'
  | 'list'
  | 'class'
  | 'password'
  | 'unknown';

export type ConfigEntry = {
  readonly name: string;
  readonly value: string | null;
  readonly source: ConfigSource;
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
  readonly type: ConfigType;
  /** Kafka's documentation of it, English; empty when the cluster sent none. */
  readonly documentation: string;
  /** What counts below the present value, the strongest first; empty where it is not told. */
  readonly beneath: readonly ConfigLayer[];
  /** The only values, or members of a list, that are allowed; null where any is. */
  readonly choices: readonly string[] | null;
  /** Smallest and largest number; null where there is no such bound, or it is not known. */
  readonly min: number | null;
  readonly max: number | null;
};

export type ConfigLayer = { readonly value: string | null; readonly source: ConfigSource };

export type ConfigChanges = {
  readonly set: { readonly [name: string]: string };
  /** Names that go back to what lies beneath. */
  readonly unset: readonly string[];
};
