/** Writes down where everything stands, so that moving one node leaves the others where they are. */
import { placesOf } from './auto-layout.ts';
import { moveNodes } from './edits.ts';
import { graphOf } from './graph.ts';
import { readSource } from './yaml-source.ts';

export function placeAll(text: string): string {
  const graph = graphOf(readSource(text).value);
  const open = graph.nodes.filter(({ kind, position }) => kind !== 'frame' && position === null);
  if (open.length === 0) return text;
  const places = placesOf(graph);
  return moveNodes(
    text,
    Object.fromEntries(
      open.flatMap(({ id }) => {
        const place = places[id];
        return place ? [[id, place]] : [];
      }),
    ),
  );
}
