import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteSearch } from '../../../src/main/search/byte-search.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', 'É', '한', '.', '\\', 'K') });

describe('finding text in bytes', () => {
  it('with letter case is what strings do', () => {
    fc.assert(
      fc.property(text, text.filter(Boolean), (hay, needle) => {
        const bytes = Buffer.from(hay);
        expect(byteSearch(needle, true)(bytes)(0)).toBe(bytes.indexOf(needle));
      }),
    );
  });

  it('without it is what small letters do', () => {
    fc.assert(
      fc.property(text, text.filter(Boolean), (hay, needle) => {
        const found = byteSearch(needle, false)(Buffer.from(hay))(0);
        expect(found !== -1).toBe(hay.toLowerCase().includes(needle.toLowerCase()));
      }),
    );
  });

  it('goes on from where it is told', () => {
    const find = byteSearch('Ab', false)(Buffer.from('ab AB aB'));
    expect([find(0), find(1), find(4), find(7)]).toEqual([0, 3, 6, -1]);
  });
});
