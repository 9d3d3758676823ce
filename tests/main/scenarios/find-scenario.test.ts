import { describe, expect, it } from 'vitest';
import { findScenario, listScenarios } from '../../../src/main/scenarios/library.ts';

describe('the library', () => {
  it('has the shop, in both languages', () => {
    const summary = listScenarios().find(({ name }) => name === 'e-commerce');
    expect(summary).toMatchObject({ error: null });
    expect(summary?.title.ko).toMatch(/[가-힣]/);
    const services = findScenario('e-commerce').definition.services.map(({ name }) => name);
    expect(services).toContain('payment');
    expect(summary?.serviceCount).toBe(services.length);
  });

  it.each(['nothing', '../../package', 'e-commerce.yaml'])('has no %s', (name) => {
    expect(() => findScenario(name)).toThrow(
      expect.objectContaining({ code: 'scenario-not-found' }),
    );
  });
});
