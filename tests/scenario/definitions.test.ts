import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { moreFaults } from '../../src/main/scenarios/check.ts';
import { printDocument } from '../../src/scenario/document.ts';
import { checkScenario } from '../../src/scenario/load.ts';
import { migrateSource } from '../../src/scenario/migrate.ts';
import { scenarioArb } from './arbitrary.ts';

describe('any right definition', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(scenarioArb, (scenario) => {
        const source = stringify(scenario);
        const { faults, definition, document } = checkScenario(source, moreFaults);
        expect(faults).toEqual([]);
        expect(definition).toEqual(scenario);
        expect(migrateSource(source)).toBe(source);
        expect(checkScenario(printDocument(document)).definition).toEqual(scenario);
      }),
      { numRuns: 50 },
    );
  });
});
