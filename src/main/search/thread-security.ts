/** How to reach a cluster, in a form that crosses from one thread to another. */
import type { LinkSecurity } from '../explorer/link-security.ts';

/** Functions stay behind. */
export function plainSecurity(security: LinkSecurity | undefined): LinkSecurity | undefined {
  if (security === undefined) return undefined;
  return JSON.parse(JSON.stringify(security)) as LinkSecurity;
}

/** The one function there is comes back: a certificate that nobody checks is for any name. */
export function threadSecurity(security: LinkSecurity | undefined): LinkSecurity | undefined {
  const tls = security?.tls;
  if (!security || !tls || tls.rejectUnauthorized !== false) return security;
  return { ...security, tls: { ...tls, checkServerIdentity: () => undefined } };
}
