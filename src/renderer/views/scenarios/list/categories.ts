/** The shelves of the library, in the order of the page. */
import type { ScenarioSummary } from '../../../../main/contract/index.ts';

export const categories = ['business', 'data-mesh', 'hub', 'data', 'messaging', 'other'] as const;
export type Category = (typeof categories)[number];

export type Shelf = {
  readonly category: Category;
  readonly scenarios: readonly ScenarioSummary[];
};

/** Shelves with something on them; what has no category that is known stands on the last. */
export function shelvesOf(scenarios: readonly ScenarioSummary[]): readonly Shelf[] {
  return categories
    .map((category) => ({
      category,
      scenarios: scenarios.filter((scenario) => categoryOf(scenario) === category),
    }))
    .filter((shelf) => shelf.scenarios.length > 0);
}

function categoryOf({ category }: ScenarioSummary): Category {
  return categories.find((known) => known === category) ?? 'other';
}
