/** Times as `<input type="datetime-local" step="1">` writes them: local, without a zone. */

export function toLocalInput(atMs: number): string {
  const date = new Date(atMs);
  const local = new Date(atMs - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** Null for a text that is no time. */
export function fromLocalInput(text: string): number | null {
  const atMs = new Date(text).getTime();
  return Number.isFinite(atMs) ? atMs : null;
}
