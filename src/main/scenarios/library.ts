/** The scenarios that come with the app, and those of other folders. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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

/** Where a scenario of this name lies in a folder. */
export function scenarioFile(dir: string, name: string): string {
  // A name is no path: `../secret` is not looked for.
  if (!/^[a-z0-9-]+$/.test(name)) throw notFound(name);
  return join(dir, `${name}${extension}`);
}

/** All of the folders, the first that has a name; a file that cannot be read comes with its error. */
export function listScenarios(dirs: readonly string[] = [libraryDir]): readonly ScenarioSummary[] {
  const files = new Map<string, string>();
  for (const dir of dirs) {
    const names = namesIn(dir).filter((name) => !files.has(name));
    for (const name of names) files.set(name, join(dir, `${name}${extension}`));
  }
  return [...files].map(([name, file]) => {
    try {
      const { definition } = readScenario(file);
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

/** One by its name, from the first folder that has it. */
export function findScenario(name: string, dirs: readonly string[] = [libraryDir]): ScenarioFile {
  const files = dirs.map((dir) => scenarioFile(dir, name));
  return readScenario(files.find((file) => existsSync(file)) ?? name, name);
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
export function describeScenario({ definition, source, file }: ScenarioFile): Scenario {
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
    isOwn: dirname(file) !== libraryDir,
  };
}

function namesIn(dir: string): readonly string[] {
  if (!existsSync(dir)) return [];
  const files = readdirSync(dir).filter((file) => file.endsWith(extension));
  return files.sort().map((file) => basename(file, extension));
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

/** The contract's error for a file that is not there. */
export function notFound(name: string, cause?: unknown): ContractError<'scenario-not-found'> {
  return new ContractError('scenario-not-found', { name }, `There is no scenario ${name}.`, {
    cause,
  });
}
