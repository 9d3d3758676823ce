/** The listeners a broker may have: their names, and what is spoken on them. */

export const listenerNames = {
  /** For programs of this machine and for the other brokers. */
  plaintext: 'PLAINTEXT',
  /** For programs of other machines, after they have logged in. */
  lan: 'LAN',
  controller: 'CONTROLLER',
} as const;

/** Kafka's codes in registrations. */
export const securityProtocols = { plaintext: 0, saslPlaintext: 2 } as const;

/** A broker's address on the listener of that name; whoever came through none has come from inside. */
export function endpointOf<Endpoint extends { readonly name: string }>(
  endpoints: readonly Endpoint[],
  listenerName: string = listenerNames.plaintext,
): Endpoint | undefined {
  return endpoints.find(({ name }) => name === listenerName);
}
