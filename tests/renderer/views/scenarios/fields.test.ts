import { describe, expect, test } from 'vitest';
import { blockNames, blocks } from '../../../../src/scenario/edit/blocks.ts';
import {
  type Field,
  fieldsOf,
  type PartName,
  parts,
} from '../../../../src/scenario/edit/fields.ts';
import { scenarioDefinition } from '../../../../src/scenario/definition/scenario.ts';
import { helpAt } from '../../../../src/scenario/help.ts';
import { keysAt } from '../../../../src/scenario/schema-walk.ts';
import type { Path } from '../../../../src/scenario/edit/path.ts';
import { koreanScenarioHelp } from '../../../../src/renderer/i18n/scenario-help.ts';
import { scenarioBlocks } from '../../../../src/renderer/i18n/tables/scenario-blocks.ts';
import { scenarioFields } from '../../../../src/renderer/i18n/tables/scenario-fields.ts';
import { studio } from '../../../../src/renderer/i18n/tables/studio.ts';
import { labelKey } from '../../../../src/renderer/views/scenarios/words.ts';

const steps: Path = ['services', 0, 'consume', 0, 'steps', 0];

/** One place for each part, found by walking the fields of forms. */
function placesOfParts(): ReadonlyMap<PartName, Path> {
  const places = new Map<PartName, Path>();
  const visit = (part: PartName, path: Path) => {
    if (places.has(part)) return;
    places.set(part, path);
    for (const field of fieldsOf(part)) visitField(field, [...path, field.key]);
  };
  const visitField = ({ type, part, variants = [] }: Field, path: Path) => {
    if (part) visit(part, type === 'list' ? [...path, 0] : path);
    for (const variant of variants) visit(variant, [...path, variant]);
  };
  visit('scenario', []);
  for (const [part, key] of [
    ['topic', 'topics'],
    ['service', 'services'],
    ['note', 'notes'],
    ['frame', 'frames'],
    ['link', 'links'],
    ['expectation', 'expectations'],
    ['scriptEvent', 'script'],
  ] as const) {
    visit(part, [key, 0]);
  }
  for (const name of blockNames) visitField({ key: name, ...blocks[name].field }, [...steps, name]);
  return places;
}

const places = placesOfParts();

/** Said elsewhere on the screen: by lists of their own, by lines and by places. */
const shownElsewhere: { readonly [part: string]: readonly string[] } = {
  scenario: [
    'format',
    'topics',
    'services',
    'links',
    'notes',
    'frames',
    'layout',
    'script',
    'expectations',
  ],
  frame: ['members'],
  link: ['from', 'to'],
};

describe('forms', () => {
  test('have a place for every part', () => {
    expect([...places.keys()].toSorted()).toEqual(Object.keys(parts).toSorted());
  });

  test.each([...places])('say all that the format takes: %s', (part, path) => {
    const known = [...keysAt(scenarioDefinition, path)].filter(
      (key) => !(shownElsewhere[part] ?? []).includes(key),
    );
    expect(
      fieldsOf(part)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(known.toSorted());
  });

  test.each([...places])('name and explain every field in both languages: %s', (part, path) => {
    for (const { key } of fieldsOf(part)) {
      expect(helpAt([...path, key]), `${part}-${key}`).not.toBe('');
      expect(koreanScenarioHelp[`${part}-${key}`], `${part}-${key}`).toMatch(
        /요\.|써요|\.retention/,
      );
      expect(scenarioFields).toHaveProperty(labelKey(part, key).replace('scenarioFields.', ''));
    }
    expect(studio).toHaveProperty(`part-${part}`);
  });

  test('explain every block', () => {
    for (const name of blockNames) {
      expect(scenarioBlocks).toHaveProperty(name);
      expect(scenarioBlocks).toHaveProperty(`${name}-help`);
    }
  });

  test('keep no words for fields that are gone', () => {
    const known = [...places.keys()].flatMap((part) =>
      fieldsOf(part).map(({ key }) => `${part}-${key}`),
    );
    expect(Object.keys(koreanScenarioHelp).filter((field) => !known.includes(field))).toEqual([]);
  });
});
