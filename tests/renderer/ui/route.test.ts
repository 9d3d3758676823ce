import { describe, expect, test } from 'vitest';
import { href, parseRoute } from '../../../src/renderer/ui/route.ts';

describe('addresses', () => {
  test('name a view, an item and a query, and are read back', () => {
    const target = href('messages', 'a/b c.주문', { from: 'offset', key: '&=' });
    expect(parseRoute(target)).toEqual({
      view: 'messages',
      item: 'a/b c.주문',
      query: { from: 'offset', key: '&=' },
    });
  });

  test('without item and query are short', () => {
    expect(href('cluster')).toBe('#/cluster');
    expect(parseRoute('#/cluster')).toEqual({ view: 'cluster', item: null, query: {} });
  });

  test('of nothing are nothing', () => {
    expect(parseRoute('')).toBe(null);
    expect(parseRoute('#/nowhere')).toBe(null);
  });
});
