/** A link's security on its way into a thread, where functions cannot go. */
import type { LinkSecurity } from './link-security.ts';

/** Without its functions; what they say is said by `rejectUnauthorized`. */
export function plainSecurity(security: LinkSecurity): LinkSecurity {
  if (!security.tls) return security;
  const { checkServerIdentity: _, ...tls } = security.tls;
  return { ...security, tls };
}

/** With them. */
export function restoreSecurity(security: LinkSecurity): LinkSecurity {
  const { tls } = security;
  if (!tls || tls.rejectUnauthorized !== false) return security;
  // Who does not check the certificate does not check whose it is either.
  return { ...security, tls: { ...tls, checkServerIdentity: () => undefined } };
}
