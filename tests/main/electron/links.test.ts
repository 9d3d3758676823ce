import { describe, expect, it } from 'vitest';
import { routeOfArguments, routeOfFile, routeOfLink } from '../../../src/main/electron/links.ts';

describe('a rivulet:// link', () => {
  it.each([
    ['rivulet://topics', '#/topics'],
    ['rivulet://topics/', '#/topics'],
    ['rivulet://topics/orders', '#/topics/orders'],
    ['rivulet://messages/orders?partition=1&offset=7', '#/messages/orders?partition=1&offset=7'],
    ['rivulet://topics/a%2Fb%7C%7Cc', '#/topics/a%2Fb%7C%7Cc'],
    ['rivulet://topics/%EC%A3%BC%EB%AC%B8', '#/topics/%EC%A3%BC%EB%AC%B8'],
  ])('%s', (link, route) => {
    expect(routeOfLink(link)).toBe(route);
  });

  it.each([
    'https://topics/orders',
    'rivulet:topics',
    'rivulet://',
    'rivulet://a.b/c',
    'rivulet://topics/orders/more',
    'rivulet://topics/%E0%A4%A',
    `rivulet://topics/${'x'.repeat(3000)}`,
    'javascript:alert(1)',
    'not a link',
  ])('is nothing for us: %s', (link) => {
    expect(routeOfLink(link)).toBe(null);
  });

  it('only shows: what would do something is left out', () => {
    expect(routeOfLink('rivulet://cluster?broker=1&act=kill&token=x')).toBe('#/cluster?broker=1');
    expect(routeOfLink('rivulet://scenarios?import=/etc/x.rivulet.yaml')).toBe('#/scenarios');
    expect(routeOfLink("rivulet://topics/';alert(1);'")).toBe("#/topics/'%3Balert(1)%3B'");
  });
});

describe('a second start', () => {
  it('leads where its first link or scenario file leads', () => {
    const argv = ['/opt/rivulet', '--no-sandbox', 'rivulet://groups/billing', '/x.rivulet.yaml'];
    expect(routeOfArguments(argv)).toBe('#/groups/billing');
    expect(routeOfArguments(['/opt/rivulet', '/data/shop.rivulet.yaml'])).toBe(
      '#/scenarios?import=%2Fdata%2Fshop.rivulet.yaml',
    );
    expect(routeOfArguments(['rivulet://topics', '.'])).toBe(null);
  });

  it.each(['shop.rivulet.yaml', '/etc/passwd', '/shop.yaml'])('opens no %s', (file) => {
    expect(routeOfFile(file)).toBe(null);
  });
});
