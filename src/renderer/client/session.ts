/**
 * The right to talk to the server that this page came from. The token stands behind the `#` of
 * the printed address, which browsers keep to themselves: it is handed over once for a cookie
 * that no script can read, and taken out of the address.
 */

const sessionPath = '/session';
const answerTimeoutMs = 3_000;
const tokenPattern = /(^|[#?&])token=([\w-]+)&?/;

/** The address without its token, and the token; null where there is none. */
export function takeToken(hash: string): { readonly token: string; readonly hash: string } | null {
  const found = tokenPattern.exec(hash);
  if (!found) return null;
  const rest = hash.replace(tokenPattern, '$1').replace(/[?&]$/, '');
  return { token: found[2] ?? '', hash: rest === '#' ? '' : rest };
}

/** Must have ended before the first connection; without a token there is nothing to do. */
export async function claimSession(): Promise<void> {
  const taken = takeToken(window.location.hash);
  if (!taken) return;
  const { pathname, search } = window.location;
  // Before anything else: neither history nor a copied address shall hold it.
  window.history.replaceState(null, '', `${pathname}${search}${taken.hash}`);
  try {
    await fetch(sessionPath, { method: 'POST', body: taken.token });
  } catch {
    // No server: the connection says so and goes on trying.
    return;
  }
}

/**
 * A printed address pasted into a window that is open already changes only what stands behind
 * the `#`: the page starts over, and takes the token as at every start.
 */
export function watchForToken(): void {
  window.addEventListener('hashchange', () => {
    if (takeToken(window.location.hash)) window.location.reload();
  });
}

/** Whether a server is there that does not know this page: it was started anew. */
export async function isRefused(): Promise<boolean> {
  try {
    const response = await fetch(sessionPath, {
      cache: 'no-store',
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return response.status === 401;
  } catch {
    return false;
  }
}
