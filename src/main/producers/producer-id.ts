/** One producer is what calls itself the same on the same host. */
export function producerId(of: { readonly clientId: string; readonly host: string }): string {
  return `${of.clientId}@${of.host}`;
}
