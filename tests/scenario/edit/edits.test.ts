import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import {
  align,
  distribute,
  layOutAll,
  nodeSizes,
  placesOf,
} from '../../../src/scenario/edit/auto-layout.ts';
import { blockNames, blocks } from '../../../src/scenario/edit/blocks.ts';
import { copyNodes, pasteNodes } from '../../../src/scenario/edit/clipboard.ts';
import {
  addNode,
  connect,
  connectionsBetween,
  emptyScenario,
  frameNodes,
  moveItem,
  moveNodes,
  removeEdge,
  removeNodes,
  renameNode,
  setField,
} from '../../../src/scenario/edit/edits.ts';
import { graphOf } from '../../../src/scenario/edit/graph.ts';
import { record, redo, startHistory, undo } from '../../../src/scenario/edit/history.ts';
import { pathAtOffset, placeOf, readSource } from '../../../src/scenario/edit/yaml-source.ts';
import { placeAll } from '../../../src/scenario/edit/place-all.ts';
import { checkScenario } from '../../../src/scenario/load.ts';
import { scenarioArb } from '../arbitrary.ts';

const library = new URL('../../../resources/scenarios/', import.meta.url);
const files = readdirSync(library).filter((name) => name.endsWith('.rivulet.yaml'));
const shop = readFileSync(new URL('e-commerce.rivulet.yaml', library), 'utf8');
const graph = (text: string) => graphOf(readSource(text).value);
const edgeIds = (text: string) => graph(text).edges.map(({ id }) => id);

/** Order, orders, payment, payments: drawn from nothing. */
function drawn(): string {
  let text = emptyScenario;
  text = addNode(text, 'service', { name: 'order', position: { x: 0, y: 0 } }).text;
  text = addNode(text, 'topic', { name: 'orders', position: { x: 300, y: 0 } }).text;
  text = addNode(text, 'service', { name: 'payment', position: { x: 600, y: 0 } }).text;
  text = addNode(text, 'topic', { name: 'payments', position: { x: 900, y: 0 } }).text;
  text = connect(text, 'service/order', 'topic/orders', 'write');
  text = connect(text, 'topic/orders', 'service/payment', 'read');
  return connect(text, 'service/payment', 'topic/payments', 'write');
}

describe('a drawing', () => {
  test('from nothing is a scenario that can run', () => {
    expect(checkScenario(drawn()).faults).toEqual([]);
    expect(edgeIds(drawn())).toEqual([
      'write service/order topic/orders',
      'read topic/orders service/payment',
      'write service/payment topic/payments',
    ]);
  });

  test('gives each node a name of its own', () => {
    const { text, ids } = addNode(addNode(emptyScenario, 'topic').text, 'topic');
    expect(ids).toEqual(['topic/events-2']);
    expect(graph(text).nodes).toHaveLength(2);
  });

  test('renames with every reference', () => {
    const linked = connect(drawn(), 'service/order', 'service/payment', 'link');
    const framed = frameNodes(linked, ['topic/orders', 'service/order']).text;
    const { text } = renameNode(
      renameNode(framed, 'topic/orders', 'placed').text,
      'service/order',
      'shop',
    );
    expect(text).not.toMatch(/orders|service\/order\b/);
    expect(checkScenario(text).faults).toEqual([]);
    expect(edgeIds(text)).toContain('write service/shop topic/placed');
  });

  test('tells which SQL still names what was renamed', () => {
    const text = setField(
      drawn(),
      ['expectations'],
      [
        {
          name: 'all-in',
          left: "SELECT in_count FROM run_topics WHERE name = 'orders'",
          right: 'SELECT 1',
        },
      ],
    );
    expect(renameNode(text, 'topic/orders', 'placed').expectations).toEqual(['all-in']);
  });

  test('names in the expression of a route follow', () => {
    const text = setField(
      drawn(),
      ['services', 1, 'consume', 0, 'steps'],
      [{ route: { to: 'amount > 9 ? "payments" : "orders"', topics: ['payments', 'orders'] } }],
    );
    expect(renameNode(text, 'topic/payments', 'paid').text).toContain(
      'amount > 9 ? "paid" : "orders"',
    );
  });

  test('removes what has no meaning without a node', () => {
    const text = removeNodes(drawn(), ['topic/orders']);
    expect(edgeIds(text)).toEqual([]);
    expect(text).not.toContain('orders');
    const bare = removeNodes(
      drawn(),
      graph(drawn()).nodes.map(({ id }) => id),
    );
    expect(parse(bare)).toEqual({
      format: 2,
      name: 'my-scenario',
      title: 'My scenario',
      topics: [],
      services: [],
    });
  });

  test('a frame goes with its last member', () => {
    const framed = frameNodes(drawn(), ['topic/orders']).text;
    expect(parse(removeNodes(framed, ['topic/orders'])).frames).toBeUndefined();
  });

  test('a line goes with what makes it', () => {
    const edge = graph(drawn()).edges.find(({ kind }) => kind === 'read')!;
    const text = removeEdge(drawn(), edge.paths);
    expect(edgeIds(text)).toEqual(['write service/order topic/orders']);
  });

  test('a line means what its ends allow', () => {
    expect(connectionsBetween('service/a', 'topic/b')).toEqual(['write']);
    expect(connectionsBetween('topic/b', 'service/a')).toEqual(['read']);
    expect(connectionsBetween('service/a', 'service/b')).toEqual(['call', 'link']);
    expect(connectionsBetween('topic/a', 'topic/a')).toEqual([]);
  });

  test('is pasted into another one with its comments, under free names', () => {
    const copied = copyNodes(drawn().replace('- name: payment\n', '- name: payment # pays\n'), [
      'service/payment',
      'topic/payments',
    ]);
    const pasted = pasteNodes(drawn(), copied, { x: 30, y: 30 })!;
    expect(pasted.ids).toEqual(['topic/payments-2', 'service/payment-2']);
    expect(pasted.text).toContain('# pays');
    expect(edgeIds(pasted.text)).toContain('write service/payment-2 topic/payments-2');
    expect(graph(pasted.text).nodes.at(-1)!.position).toEqual({ x: 630, y: 30 });
    expect(pasteNodes(drawn(), 'hello', { x: 0, y: 0 })).toBeNull();
  });
});

describe('every scenario of the library', () => {
  test.each(files)('%s keeps its text through edits that take themselves back', (file) => {
    const text = readFileSync(new URL(file, library), 'utf8');
    const node = graph(text).nodes.find(({ kind }) => kind === 'topic')!;
    const there = renameNode(text, node.id, `${node.name}-x`).text;
    expect(there).not.toBe(text);
    expect(renameNode(there, `${node.id}-x`, node.name).text).toBe(text);

    const added = addNode(text, 'service', { name: 'guest' });
    expect(parse(removeNodes(added.text, added.ids))).toEqual(parse(text));
    const comments = (one: string) => one.split('\n').filter((line) => line.trim().startsWith('#'));
    expect(comments(removeNodes(added.text, added.ids))).toEqual(comments(text));

    const [service] = graph(text).nodes.filter(({ kind }) => kind === 'service');
    const last = list(parse(text).services).length - 1;
    const moved = moveItem(moveItem(text, ['services'], last, 0), ['services'], 0, last);
    expect(parse(moved)).toEqual(parse(text));
    expect(service).toBeDefined();
  });

  test.each(files)('%s is drawn without two nodes in one place', (file) => {
    const own = graph(readFileSync(new URL(file, library), 'utf8'));
    const places = layOutAll(own);
    const boxes = own.nodes
      .filter(({ kind }) => kind !== 'frame')
      .map(({ id, kind }) => ({ id, ...places[id]!, ...nodeSizes[kind] }));
    for (const a of boxes) {
      for (const b of boxes) {
        if (a.id >= b.id) continue;
        const isApart =
          a.x + a.width <= b.x ||
          b.x + b.width <= a.x ||
          a.y + a.height <= b.y ||
          b.y + b.height <= a.y;
        expect(isApart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });
});

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

describe('places', () => {
  test('of the file stay; what is new stands beside its neighbours', () => {
    const text = connect(
      addNode(drawn(), 'service', { name: 'stock' }).text,
      'topic/payments',
      'service/stock',
      'read',
    );
    const places = placesOf(graph(text));
    expect(places['service/order']).toEqual({ x: 0, y: 0 });
    expect(places['service/stock']!.x).toBeGreaterThan(600);
  });

  test('are written down before one node moves', () => {
    const before = placesOf(graph(shop));
    const after = graph(moveNodes(placeAll(shop), { 'service/payment': { x: 9, y: 9 } }));
    const { 'service/payment': moved, ...others } = placesOf(after);
    const { 'service/payment': was, ...same } = before;
    expect(others).toEqual(same);
    expect([moved, was]).toEqual([{ x: 9, y: 9 }, expect.anything()]);
    expect(placeAll(placeAll(shop))).toBe(placeAll(shop));
  });

  test('are aligned and distributed', () => {
    const own = graph(moveNodes(drawn(), { 'topic/orders': { x: 310, y: 40 } }));
    const ids = ['service/order', 'topic/orders', 'service/payment'];
    const places = placesOf(own);
    const middles = align(own, places, ids, 'middle');
    const centers = ids.map((id) => middles[id]!.y + (id.startsWith('topic') ? 31 : 59));
    expect(new Set(centers).size).toBe(1);
    const spread = distribute(own, places, ids, 'x');
    const [first, second, third] = ids.map((id) => spread[id]!.x);
    expect(second! - (first! + nodeSizes.service.width)).toBe(
      third! - (second! + nodeSizes.topic.width),
    );
  });

  test('two hundred nodes are laid out at once', () => {
    const value = { format: 2, topics: [] as unknown[], services: [] as unknown[] };
    for (let at = 0; at < 100; at += 1) {
      value.topics.push({ name: `t${at}` });
      value.services.push({
        name: `s${at}`,
        consume: at === 0 ? [] : [{ topic: `t${Math.floor(at / 2)}` }],
        generate: [{ topic: `t${at}`, ratePerS: 1 }],
      });
    }
    const own = graphOf(value);
    const startedAtMs = performance.now();
    const places = Object.values(layOutAll(own));
    expect(places).toHaveLength(200);
    // No column that nobody can read.
    const high = Math.max(...places.map(({ y }) => y));
    const wide = Math.max(...places.map(({ x }) => x));
    expect(high / wide).toBeLessThan(1.6);
    expect(performance.now() - startedAtMs).toBeLessThan(3000);
  });
});

describe('the text', () => {
  test('and the drawing show each other their places', () => {
    const source = readSource(shop);
    for (const { path } of graph(shop).nodes) {
      const { start, end } = placeOf(source, path);
      expect(pathAtOffset(source, start).slice(0, 2)).toEqual(path);
      expect(end).toBeGreaterThan(start);
    }
  });

  test('goes back and forth through its history', () => {
    const start = startHistory('a');
    const typed = record(start, { text: 'ab', selection: [] }, { atMs: 1, mergeKey: 'typing' });
    const more = record(typed, { text: 'abc', selection: [] }, { atMs: 2, mergeKey: 'typing' });
    const moved = record(more, { text: 'abcd', selection: ['x'] }, { atMs: 3 });
    expect(moved.past.map(({ text }) => text)).toEqual(['a', 'abc']);
    expect(undo(undo(moved)).present.text).toBe('a');
    expect(redo(redo(undo(undo(moved)))).present).toEqual({ text: 'abcd', selection: ['x'] });
    expect(undo(start)).toBe(start);
  });
});

test('every block is at first something that the check reads', () => {
  for (const name of blockNames) {
    const text = setField(
      drawn(),
      ['services', 1, 'consume', 0, 'steps'],
      [{ [name]: blocks[name].initial }],
    );
    const shape = checkScenario(text).faults.filter(({ expected }) =>
      /^(one of )?(a key|no key)/.test(expected),
    );
    expect({ name, faults: shape }).toEqual({ name, faults: [] });
  }
});

test('any scenario that is right stays what it is through edits that take themselves back', () => {
  fc.assert(
    fc.property(scenarioArb, fc.nat(), (definition, choice) => {
      const text = `# kept\n${stringify(definition)}# kept too\n`;
      const { nodes } = graph(text);
      expect(nodes.filter(({ kind }) => kind === 'service')).toHaveLength(
        definition.services.length,
      );
      const node = nodes.filter(({ kind }) => kind !== 'frame')[choice % definition.topics.length]!;
      const there = renameNode(text, node.id, 'fresh-name').text;
      const back = renameNode(there, `${node.kind}/fresh-name`, node.name).text;
      expect(parse(back)).toEqual(parse(text));
      const moved = moveNodes(text, { [node.id]: { x: 5, y: 7 } });
      expect(parse(moved).layout[node.id]).toEqual({ x: 5, y: 7 });
      const added = addNode(text, 'service', { name: 'a-guest' });
      const gone = removeNodes(added.text, added.ids);
      expect(parse(gone)).toEqual(parse(text));
      for (const one of [back, moved, gone]) expect(one).toMatch(/# kept\n[\s\S]*# kept too/);
    }),
    { numRuns: 25 },
  );
}, 60_000);
