/** The whole address of a place: what another window, or another start of this one, opens. */
export function linkTo(hash: string): string {
  // A window of its own has no address that another program could open but this one.
  if (window.rivulet) return `rivulet://${hash.replace(/^#\//, '')}`;
  const { origin, pathname } = window.location;
  return `${origin}${pathname}${hash}`;
}
