/** What was done lately through the palette, newest first; remembered by the browser. */
const key = 'rivulet.recent';
const recentMax = 12;

export function readRecent(): readonly string[] {
  try {
    const ids: unknown = JSON.parse(window.localStorage.getItem(key) ?? '[]');
    return Array.isArray(ids) ? ids.map(String) : [];
  } catch {
    // Written by something else: as if nothing had been done.
    return [];
  }
}

export function noteRecent(id: string): void {
  const ids = [id, ...readRecent().filter((other) => other !== id)].slice(0, recentMax);
  window.localStorage.setItem(key, JSON.stringify(ids));
}
