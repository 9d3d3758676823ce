import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPatch, diff, type JsonObject } from '../../../src/main/contract/patch.ts';

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, '', 'a'),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }),
}));
const object = json.object as fc.Arbitrary<JsonObject>;

describe('a patch', () => {
  it('turns what it was made from into what it was made for', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        const patch = diff(before, after);
        const result = patch ? applyPatch(before, patch) : before;
        expect(result).toEqual(after);
        expect(patch === undefined).toBe(
          JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)),
        );
      }),
    );
  });

  it('names only what changed, and keeps the rest', () => {
    const before = { same: { deep: 1 }, moved: { deep: 1, other: [1] }, gone: 1 };
    const after = { same: { deep: 1 }, moved: { deep: 2, other: [1] }, come: null };
    const patch = diff(before, after);
    expect(patch).toEqual({
      set: { come: null },
      at: { moved: { set: { deep: 2 } } },
      drop: ['gone'],
    });
    expect(applyPatch<JsonObject>(before, patch ?? {}).same).toBe(before.same);
  });

  it('is undefined where nothing changed', () => {
    expect(diff({ list: [{ a: 1 }] }, { list: [{ a: 1 }] })).toBeUndefined();
  });
});

/** Keys in one order, so that equal values have equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
