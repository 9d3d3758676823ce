/** The scenarios that come with the app. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ContractError, isContractError } from '../contract/errors.ts';
import type { Scenario, ScenarioSummary } from '../contract/scenarios.ts';
import { packageDir } from '../paths.ts';
import type { ScenarioDefinition } from './definition.ts';
import { loadScenario } from './load.ts';

export type ScenarioFile = {
  readonly file: string;
  readonly source: string;
  readonly definition: ScenarioDefinition;
};

const extension = '.yaml';

/** The folder of the scenarios that come with the app. */
export const libraryDir = join(packageDir, 'resources', 'scenarios');

/** All of the library; a file that cannot be read is listed with its error. */
export function listScenarios(dir: string = libraryDir): readonly ScenarioSummary[] {
  const files = readdirSync(dir).filter((file) => file.endsWith(extension));
  return files.sort().map((file) => {
    const name = basename(file, extension);
    try {
      const { definition } = readScenario(join(dir, file));
      return {
        name,
        title: definition.title,
        description: definition.description,
        serviceCount: definition.services.length,
        topicCount: definition.topics.length,
        error: null,
      };
    } catch (error) {
      if (!isContractError(error, 'scenario-invalid')) throw error;
      const text = { en: name, ko: name };
      const empty = { en: '', ko: '' };
      const none = { serviceCount: 0, topicCount: 0 };
      return { name, title: text, description: empty, ...none, error: error.message };
    }
  });
}

/** One of the library by its name. */
export function findScenario(name: string, dir: string = libraryDir): ScenarioFile {
  const file = join(dir, `${name}${extension}`);
  // A name is no path: `../secret` is not looked for.
  if (!/^[a-z0-9-]+$/.test(name)) throw notFound(name);
  return readScenario(file, name);
}

/** Any file. */
export function readScenario(file: string, name: string = file): ScenarioFile {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    throw notFound(name, error);
  }
  return { file, source, definition: loadScenario(source, file) };
}

/** What the contract tells of a scenario. */
export function describeScenario({ definition, source }: ScenarioFile): Scenario {
  const { name, title, description, topics, services, expectations } = definition;
  return {
    name,
    title,
    description,
    services: services.map((service) => ({
      name: service.name,
      title: service.title,
      description: service.description,
      consumes: (service.consume ?? []).map(({ topic }) => topic),
      produces: producedTopics(service),
      table: service.table?.name ?? null,
    })),
    topics: topics.map((topic) => ({
      name: topic.name,
      title: topic.title,
      partitionCount: topic.partitions,
    })),
    expectations: expectations.map((expectation) => ({
      name: expectation.name,
      title: expectation.title,
    })),
    source,
  };
}

function producedTopics({
  generate,
  consume = [],
}: ScenarioDefinition['services'][number]): readonly string[] {
  const topics = [
    ...(generate ? [generate.topic] : []),
    ...consume.flatMap(({ produce = [], failure }) => [
      ...produce.map(({ topic }) => topic),
      ...(failure ? [failure.deadLetter] : []),
    ]),
  ];
  return [...new Set(topics)];
}

function notFound(name: string, cause?: unknown): ContractError<'scenario-not-found'> {
  return new ContractError('scenario-not-found', { name }, `There is no scenario ${name}.`, {
    cause,
  });
}
