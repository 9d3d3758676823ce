/** The scenarios that come with the app, and those of other folders. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../../scenario/code.ts';
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import { loadScenario } from '../../scenario/load.ts';
import { migrateSource } from '../../scenario/migrate.ts';
import { ContractError, isContractError } from '../contract/errors.ts';
import type { LocalText, Scenario, ScenarioSummary } from '../contract/scenarios.ts';
import { packageDir } from '../paths.ts';
import { moreFaults } from './check.ts';
import { describeDefinition } from './describe.ts';
import { FileCache } from './file-cache.ts';
import { fullSummary, quickSummary } from './summaries.ts';

export type ScenarioFile = {
  readonly file: string;
  readonly source: string;
  readonly definition: ScenarioDefinition;
};

/** The first is what is written; the second is what earlier versions wrote. */
export const extensions = ['.rivulet.yaml', '.yaml'] as const;

/** The folder of the scenarios that come with the app. */
export const libraryDir = join(packageDir, 'resources', 'scenarios');

/** Where a scenario of this name lies in a folder, or would lie. */
export function scenarioFile(dir: string, name: string): string {
  // A name is no path: `../secret` is not looked for.
  if (!/^[a-z0-9-]+$/.test(name)) throw notFound(name);
  const files = extensions.map((extension) => join(dir, `${name}${extension}`));
  return files.find((file) => existsSync(file)) ?? (files[0] as string);
}

/** All of the folders, the first that has a name; a file that cannot be read comes with its error. */
export function listScenarios(dirs: readonly string[] = [libraryDir]): readonly ScenarioSummary[] {
  const files = new Map<string, string>();
  for (const dir of dirs) {
    for (const [name, file] of filesIn(dir)) if (!files.has(name)) files.set(name, file);
  }
  return [...files].map(([name, file]) => summaryOf(name, file));
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

/** As `readScenario`, but SQL and code are checked as well, as they must be before a run. */
export function checkedScenario({ file, source }: ScenarioFile): ScenarioFile {
  return { file, source, definition: loadScenario(source, file, moreFaults) };
}

/** What the contract tells of a scenario, by its name. */
export function describeNamed(name: string, dirs: readonly string[]): Scenario {
  const file = dirs.map((dir) => scenarioFile(dir, name)).find((each) => existsSync(each));
  if (file === undefined) throw notFound(name);
  return descriptions.of(file, (source) =>
    describeScenario({ file, source, definition: loadScenario(source, file) }),
  );
}

/** What the contract tells of a scenario. */
export function describeScenario({ definition, source, file }: ScenarioFile): Scenario {
  return {
    ...describeDefinition(definition),
    hasCode: codeOf(definition).length > 0,
    source: migrateSource(source),
    isOwn: dirname(file) !== libraryDir,
  };
}

/** The contract's error for a file that is not there. */
export function notFound(name: string, cause?: unknown): ContractError<'scenario-not-found'> {
  return new ContractError('scenario-not-found', { name }, `There is no scenario ${name}.`, {
    cause,
  });
}

type Read = Omit<ScenarioSummary, 'name' | 'isOwn'>;

const summaries = new FileCache<Read>();
const descriptions = new FileCache<Scenario>();

function summaryOf(name: string, file: string): ScenarioSummary {
  const isOwn = dirname(file) !== libraryDir;
  // What came along is right, as its tests say, and many files take long to read as a whole.
  const read = (source: string) =>
    (isOwn ? null : quickSummary(source)) ?? readSummary(name, file, source);
  return { name, ...summaries.of(file, read), isOwn };
}

function readSummary(name: string, file: string, source: string): Read {
  try {
    return fullSummary(loadScenario(source, file));
  } catch (error) {
    if (!isContractError(error, 'scenario-invalid')) throw error;
    const title: LocalText = { en: name, ko: name };
    const description: LocalText = { en: '', ko: '' };
    const none = { category: null, serviceCount: 0, topicCount: 0 };
    return { title, description, ...none, error: error.message };
  }
}

/** Name and file, in the order of the names. */
function filesIn(dir: string): readonly (readonly [string, string])[] {
  if (!existsSync(dir)) return [];
  const names = new Set(
    readdirSync(dir).flatMap((file) => {
      const extension = extensions.find((item) => file.endsWith(item));
      return extension === undefined ? [] : [file.slice(0, -extension.length)];
    }),
  );
  return [...names].sort().flatMap((name) => {
    try {
      return [[name, scenarioFile(dir, name)] as const];
    } catch {
      // A file that somebody put there by a name that no scenario can have.
      return [];
    }
  });
}
