/** What every scenario of the library must have; that they do what they say is run on a cluster. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allFaults } from '../../../src/main/scenarios/check.ts';
import { findScenario, libraryDir } from '../../../src/main/scenarios/library.ts';
import { categories } from '../../../src/renderer/views/scenarios/list/categories.ts';
import { groupOf } from '../../../src/scenario/service-links.ts';
import type { ScenarioDefinition } from '../../../src/scenario/definition/scenario.ts';
import { isInBothLanguages, textsOf } from './library-texts.ts';

const extension = '.rivulet.yaml';
const names = readdirSync(libraryDir)
  .filter((file) => file.endsWith(extension))
  .map((file) => basename(file, extension));
const scenarios = names.map((name) => findScenario(name).definition);
const languages = ['en', 'ko'] as const;

/** Use case of the founding documents -> the scenario that shows it. */
const useCases = {
  'e-commerce': 'e-commerce',
  'banking: transfers and exactly-once balance': 'banking-transfers',
  'banking: fraud': 'fraud-detection',
  'video analytics and recommendations': 'video-analytics',
  'smart home': 'smart-home',
  'data mesh: e-commerce': 'mesh-e-commerce',
  'data mesh: banking': 'mesh-banking',
  'data mesh: media': 'mesh-media',
  'point to point, before': 'point-to-point',
  'the hub, after': 'hub',
  'event sourcing': 'event-sourcing',
  cqrs: 'cqrs',
  'log collection and analysis': 'log-analysis',
  'real-time data pipeline': 'data-pipeline',
  'ETL with CDC': 'etl-cdc',
  'microservice decoupling': 'decoupling',
  'peaks of traffic': 'ticket-rush',
  'stream processing with windows': 'stream-windows',
  saga: 'saga',
  outbox: 'outbox',
  'dead letters and retry': 'dead-letter-retry',
  'request and reply': 'request-reply',
  'competing consumers': 'competing-consumers',
  'fan-out': 'fan-out',
};

describe('the library', () => {
  it.each(Object.entries(useCases))('has %s', (_useCase, name) => {
    expect(names).toContain(name);
  });

  it('lets all scenarios live on one cluster: no topic and no group is shared', () => {
    const things = scenarios.flatMap(({ topics, services }) => [
      ...topics.map(({ name }) => `topic ${name}`),
      ...new Set(services.filter(({ consume }) => consume).map((it) => `group ${groupOf(it)}`)),
    ]);
    expect(things.filter((thing, index) => things.indexOf(thing) !== index)).toEqual([]);
  });

  it('has something on every shelf', () => {
    const used = new Set(scenarios.map(({ category }) => category));
    expect([...used].sort()).toEqual(categories.filter((it) => it !== 'other').sort());
  });
});

describe.each(scenarios)('$name', (scenario) => {
  it('is without a fault, and is called as its file', () => {
    const source = readFileSync(join(libraryDir, scenario.name + extension), 'utf8');
    expect(allFaults(source)).toEqual([]);
    expect(names).toContain(scenario.name);
  });

  it('says everything in both languages', () => {
    expect(textsOf(scenario).filter(({ text }) => !isInBothLanguages(text))).toEqual([]);
    const parts = [...scenario.services, ...scenario.topics, ...(scenario.expectations ?? [])];
    expect(parts.filter(({ title }) => title === undefined)).toEqual([]);
    expect(scenario.services.filter(({ description }) => description === undefined)).toEqual([]);
  });

  it.each(languages)('explains itself in 200 to 400 words (%s)', (language) => {
    const count = textOf(scenario.explanation, language).trim().split(/\s+/).length;
    expect(count).toBeGreaterThanOrEqual(200);
    expect(count).toBeLessThanOrEqual(400);
    expect(textOf(scenario.explanation, language).match(/^### /gm)?.length).toBeGreaterThanOrEqual(
      3,
    );
  });

  it.each(languages)('suggests an experiment of some steps (%s)', (language) => {
    expect(textOf(scenario.experiment, language).match(/^\d\. /gm)?.length).toBeGreaterThanOrEqual(
      2,
    );
  });

  it.each(languages)('names only what there is (%s)', (language) => {
    const known = JSON.stringify({ ...scenario, explanation: '', experiment: '', description: '' });
    const everything = JSON.stringify(scenarios);
    const text = textOf(scenario.explanation, language) + textOf(scenario.experiment, language);
    const isKnown = (code: string) => {
      const [key = '', ...rest] = code.split(': ');
      return (
        known.includes(JSON.stringify(code).slice(1, -1)) ||
        names.includes(code) ||
        (code.startsWith('$') && everything.includes(code)) ||
        (rest.length > 0 && everything.includes(`"${key}"`))
      );
    };
    const codes = [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
    expect(codes.filter((code) => !isKnown(code))).toEqual([]);
  });

  it.each(languages)('asks to touch only services that there are (%s)', (language) => {
    const known = [
      ...scenario.services.map(({ title }) => textOf(title, language)),
      ...buttons[language],
    ];
    const bold = [...textOf(scenario.experiment, language).matchAll(/\*\*([^*]+)\*\*/g)];
    expect(bold.map(([, name = '']) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('proves its point in at least two expectations, one of which needs the whole run', () => {
    const expectations = scenario.expectations ?? [];
    expect(expectations.length).toBeGreaterThanOrEqual(2);
    expect(expectations.some(({ always }) => always !== true)).toBe(true);
  });

  it('teaches in its comments', () => {
    const source = readFileSync(join(libraryDir, scenario.name + extension), 'utf8');
    expect(source.startsWith('# ')).toBe(true);
    expect(source.match(/^\s+# /gm)?.length ?? 0).toBeGreaterThanOrEqual(1);
  });
});

const buttons = {
  en: ['Run', 'Take down', 'Bring back'],
  ko: ['실행', '내리기', '다시 올리기'],
} as const;

function textOf(text: ScenarioDefinition['explanation'], language: 'en' | 'ko'): string {
  return typeof text === 'object' ? text[language] : (text ?? '');
}
