/** The library writes UUIDs with dashes; Kafka's tools in URL-safe base64. */
export function readableId(uuid: string): string {
  if (!uuid.includes('-')) return uuid;
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}
