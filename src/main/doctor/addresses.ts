/** `host:port` lists, as they are written and as they should be. */

export type Address = { readonly host: string; readonly port: number };

const portDefault = 9092;

export function splitAddresses(value: string): readonly string[] {
  return value
    .split(/[,;\s]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Without a scheme and a path; a port is added where there is none. */
export function tidyAddress(written: string): string {
  const bare = written.replace(/^[a-z_][\w+]*:\/\//i, '').replace(/\/.*$/, '');
  return /:\d+$/.test(bare) || bare.endsWith(']')
    ? bare
    : `${bare.replace(/:.*$/, '')}:${portDefault}`;
}

export function parseHostPort(written: string): Address | null {
  const match = /^(?:\[([^\]]+)\]|([^\s:]+)):(\d{1,5})$/.exec(written);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : null;
}

export function formatHostPort({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Of containers: one word, no dots, no number. */
export function isServiceName(host: string): boolean {
  return /^[a-z][\w-]*$/i.test(host) && host !== 'localhost';
}

export function isDockerHost(host: string): boolean {
  return /^(host|gateway)\.docker\.internal$|^host\.containers\.internal$/.test(host);
}
