import { describe, expect, test } from 'vitest';
import { formatAddress, href, parseAddress, parseRoute } from '../../../src/renderer/ui/address.ts';

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

  test('with a lone percent sign are read as they stand', () => {
    expect(parseRoute('#/topics/50%')?.item).toBe('50%');
  });
});

describe('addresses of two views', () => {
  test('are read and written', () => {
    const text = '#/cluster||/messages/orders?from=end';
    const address = parseAddress(text);
    expect(address).toEqual({ main: '#/cluster', beside: '#/messages/orders?from=end' });
    expect(formatAddress(address)).toBe(text);
  });

  test('of one view have nothing beside', () => {
    expect(parseAddress('#/topics/orders')).toEqual({ main: '#/topics/orders', beside: null });
    expect(parseAddress('#/topics||')).toEqual({ main: '#/topics', beside: null });
    expect(formatAddress({ main: '#/topics', beside: null })).toBe('#/topics');
  });

  test('keep apart what is typed into a view', () => {
    const main = href('messages', 'a||b', { key: 'x||y' });
    const address = parseAddress(formatAddress({ main, beside: '#/home' }));
    expect(address.beside).toBe('#/home');
    expect(parseRoute(address.main)).toEqual({
      view: 'messages',
      item: 'a||b',
      query: { key: 'x||y' },
    });
  });
});
