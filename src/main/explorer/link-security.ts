/** How to reach a cluster that asks for TLS or a password, in the library's terms. */
import { isIP } from 'node:net';
import type { ConnectionOptions } from '@platformatic/kafka';
import type { ConnectionSecurity } from '../contract/clusters.ts';
import { parseAddress } from './kafka-link.ts';

export type LinkSecurity = Pick<ConnectionOptions, 'tls' | 'sasl' | 'tlsServerName'>;

const mechanisms = {
  plain: 'PLAIN',
  'scram-sha-256': 'SCRAM-SHA-256',
  'scram-sha-512': 'SCRAM-SHA-512',
} as const;

/** Nothing for a cluster that takes anybody. */
export function linkSecurity(
  security: ConnectionSecurity,
  password: string,
  bootstrap: string,
): LinkSecurity | undefined {
  const { tls, sasl } = security;
  if (tls === null && sasl === null) return undefined;
  return {
    ...(tls && {
      tls: {
        rejectUnauthorized: tls.isVerified,
        ...(tls.ca !== null && { ca: tls.ca }),
        // The certificate is for the name that was dialled, except where nobody checks it.
        ...(!tls.isVerified && { checkServerIdentity: () => undefined }),
      },
      // Clouds tell clusters apart by this name; an address of digits is none.
      tlsServerName: bootstrap
        .split(',')
        .some((text) => isIP(parseAddress(text.trim()).host) === 0),
    }),
    ...(sasl && {
      sasl: { mechanism: mechanisms[sasl.mechanism], username: sasl.username, password },
    }),
  };
}
