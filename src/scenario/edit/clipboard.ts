/** Nodes on the clipboard: a piece of a scenario file, with its comments. */
import { change } from './change.ts';
import { freeName, moveNodes, partsOf, renameNode, type Edited } from './edits.ts';
import { graphOf, type Position } from './graph.ts';
import { list, mapping } from './references.ts';
import { itemText } from './splices.ts';
import { indented, render } from './yaml-render.ts';
import { readSource } from './yaml-source.ts';

const heading = '# Part of a Rivulet scenario';

/** The nodes as YAML: their items as they stand in the text, the links between them, and where they stand. */
export function copyNodes(text: string, ids: readonly string[]): string {
  const source = readSource(text);
  const nodes = graphOf(source.value).nodes.filter(({ id }) => ids.includes(id));
  const sections = ['topics', 'services', 'notes', 'frames'].flatMap((key) => {
    const own = nodes.filter(({ path }) => path[0] === key);
    if (own.length === 0) return [];
    const items = own.map(({ path }) => itemText(source, path) ?? plainItem(source.value, path));
    return [`${key}:`, ...items.map((item) => indented(item, 2))];
  });
  const links = list(mapping(source.value)['links'])
    .map(mapping)
    .filter(({ from, to }) => ids.includes(String(from)) && ids.includes(String(to)));
  const layout = Object.fromEntries(
    nodes.flatMap(({ id, position }) => (position ? [[id, position]] : [])),
  );
  return [
    heading,
    ...sections,
    ...(links.length > 0 ? [render({ links }, 0)] : []),
    ...(Object.keys(layout).length > 0 ? [render({ layout }, 0)] : []),
    '',
  ].join('\n');
}

function plainItem(value: unknown, [key, at]: readonly (string | number)[]): string {
  const item = list(mapping(value)[String(key)])[Number(at)];
  return `- ${indented(render(item, 2), 2, false)}`;
}

/** Null where the text is nothing that can be pasted. `by`: away from where it was copied. */
export function pasteNodes(text: string, clipboard: string, by: Position): Edited | null {
  if (!clipboard.startsWith(heading) && !/^(topics|services|notes|frames):/m.test(clipboard)) {
    return null;
  }
  const first = readSource(clipboard);
  if (!first.isReadable) return null;
  const nodes = graphOf(first.value).nodes;
  if (nodes.length === 0) return null;
  const own = nodes.reduce((part, { id }) => {
    const { kind, name } = partsOf(id);
    if (freeName(text, kind, name) === name) return part;
    return renameNode(part, id, freeName(text, kind, name, part)).text;
  }, clipboard);
  const source = readSource(own);
  const pasted = graphOf(source.value).nodes;
  let after = text;
  for (const { path } of pasted) {
    const [key = ''] = path;
    const index = list(mapping(readSource(after).value)[key]).length;
    const value = list(mapping(source.value)[key])[Number(path[1])];
    const item = itemText(source, path) ?? undefined;
    after = change(after, [{ op: 'insert', path: [key], index, value, text: item }]);
  }
  for (const link of list(mapping(source.value)['links'])) {
    const index = list(mapping(readSource(after).value)['links']).length;
    after = change(after, [{ op: 'insert', path: ['links'], index, value: link }]);
  }
  const moves = Object.fromEntries(
    pasted.flatMap(({ id, position }) =>
      position ? [[id, { x: position.x + by.x, y: position.y + by.y }]] : [],
    ),
  );
  return { text: moveNodes(after, moves), ids: pasted.map(({ id }) => id) };
}
