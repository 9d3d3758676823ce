/** What a broker needs to let programs of other machines in. */

/** In order of preference. */
export const scramMechanisms = ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;
export type ScramMechanism = (typeof scramMechanisms)[number];

/**
 * What a server keeps of a password (RFC 5802): enough to know whoever has it, too little to log in
 * with. Bytes as base64.
 */
export type ScramKeys = {
  readonly salt: string;
  readonly iterations: number;
  readonly storedKey: string;
  readonly serverKey: string;
};

export type LanUser = {
  readonly name: string;
  readonly keys: { readonly [Name in ScramMechanism]: ScramKeys };
};

export type LanOptions = {
  /** What the listener is bound to. */
  readonly host: string;
  readonly port: number;
  /** What clients are told to connect to, at the same port. */
  readonly advertisedHost: string;
  readonly users: readonly LanUser[];
  /**
   * The same on all brokers of a cluster, as base64: makes up a salt for names that nobody has, so
   * that asking for one does not tell whether it exists.
   */
  readonly secret: string;
};
