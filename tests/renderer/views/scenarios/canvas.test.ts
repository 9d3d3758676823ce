import { describe, expect, test } from 'vitest';
import { graphOf } from '../../../../src/scenario/edit/graph.ts';
import { aroundPath, facingEnds } from '../../../../src/renderer/views/scenarios/canvas/facing.ts';
import {
  flowNodes,
  frameBox,
  withMembers,
} from '../../../../src/renderer/views/scenarios/canvas/flow-nodes.ts';
import { faultsByNode, offsetOf } from '../../../../src/renderer/views/scenarios/faults.ts';
import { edgeIdsOf } from '../../../../src/renderer/views/scenarios/run/run-store.ts';
import { difference } from '../../../../src/renderer/views/scenarios/text/difference.ts';

const graph = graphOf({
  topics: [{ name: 'orders' }],
  services: [{ name: 'order', generate: [{ topic: 'orders' }] }],
  frames: [{ name: 'sales', members: ['service/order', 'topic/orders'] }],
});
const places = { 'service/order': { x: 0, y: 0 }, 'topic/orders': { x: 300, y: 20 } };
const input = {
  graph,
  places,
  selection: new Set<string>(),
  faults: {},
  language: 'en',
  isReadOnly: false,
} as const;

describe('nodes of the canvas', () => {
  test('keep their identity while they say the same', () => {
    const first = flowNodes(input, new Map());
    const known = new Map(first.map((node) => [node.id, node]));
    const again = flowNodes(
      { ...input, places: { ...places, 'topic/orders': { x: 310, y: 20 } } },
      known,
    );
    expect(again.find(({ id }) => id === 'service/order')).toBe(known.get('service/order'));
    expect(again.find(({ id }) => id === 'topic/orders')).not.toBe(known.get('topic/orders'));
  });

  test('a frame stands around its members and moves them', () => {
    const frame = graph.nodes.find(({ kind }) => kind === 'frame')!;
    const box = frameBox(frame, graph, places)!;
    expect(box.x).toBeLessThan(0);
    expect(box.x + box.width).toBeGreaterThan(300);
    const moved = withMembers(graph, places, { [frame.id]: { x: box.x + 10, y: box.y + 5 } });
    expect(moved).toEqual({ 'service/order': { x: 10, y: 5 }, 'topic/orders': { x: 310, y: 25 } });
  });
});

describe('lines', () => {
  const box = (x: number, y: number) => ({ x, y, width: 100, height: 50 });

  test('lie between the sides that face each other', () => {
    expect(facingEnds(box(0, 0), box(300, 0))).toMatchObject({
      sourcePosition: 'right',
      targetPosition: 'left',
    });
    expect(facingEnds(box(300, 0), box(0, 0))).toMatchObject({
      sourcePosition: 'left',
      targetPosition: 'right',
    });
    expect(facingEnds(box(0, 0), box(10, 90))).toMatchObject({
      sourcePosition: 'bottom',
      targetPosition: 'top',
    });
  });

  test('go around what may stand between', () => {
    const ends = facingEnds(box(0, 0), box(0, 400));
    expect(ends).toMatchObject({ sourcePosition: 'right', targetPosition: 'right' });
    expect(aroundPath(ends)?.[1]).toBeGreaterThan(100);
    expect(aroundPath(facingEnds(box(0, 0), box(300, 0)))).toBeNull();
  });

  test('have the records that are read and written', () => {
    const sample = {
      sequence: 1,
      atMs: 0,
      service: 'a',
      topic: 't',
      partition: 0,
      offset: 0,
      key: 'k',
    };
    expect(edgeIdsOf({ ...sample, kind: 'read' })).toEqual(['read topic/t service/a']);
    expect(edgeIdsOf({ ...sample, kind: 'write' })).toContain('write service/a topic/t');
  });
});

describe('faults', () => {
  const fault = {
    line: 2,
    column: 3,
    path: 'topics.0.name',
    expected: '',
    found: '',
    nearest: null,
  };

  test('are counted at their nodes', () => {
    expect(
      faultsByNode(graph, [fault, { ...fault, path: 'services.0' }, { ...fault, path: '' }]),
    ).toEqual({
      'topic/orders': 1,
      'service/order': 1,
    });
  });

  test('have a place in the text', () => {
    expect(offsetOf('ab\ncdef\n', fault)).toBe(5);
    expect(offsetOf('ab', { ...fault, line: 9 })).toBe(2);
  });
});

test('of two texts only what differs is replaced', () => {
  expect(difference('abcd', 'abXd')).toEqual({ from: 2, to: 3, insert: 'X' });
  expect(difference('aa', 'aaa')).toEqual({ from: 2, to: 2, insert: 'a' });
  expect(difference('', 'x')).toEqual({ from: 0, to: 0, insert: 'x' });
});
