/** Scenarios that somebody added or wrote: copies in the data folder, so that they stay. */
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import { loadScenario } from '../../scenario/load.ts';
import { moreFaults } from './check.ts';
import { checkedScenario, extensions, notFound, readScenario, scenarioFile } from './library.ts';
import { Trust } from './trust.ts';
import { writeWhole } from './write-whole.ts';

/** The folder of the copies. */
export function ownScenariosDir(dataDir: string): string {
  return join(dataDir, 'scenarios', 'own');
}

/** Checks the file and copies it, in the place of an earlier one of that name; answers the name. */
export function addScenario(dataDir: string, file: string): string {
  if (!isAbsolute(file)) throw notFound(file);
  const { source, definition } = checkedScenario(readScenario(file));
  keep(dataDir, source, definition);
  copyReplayed(dirname(file), ownScenariosDir(dataDir), definition);
  new Trust(dataDir).takeForeign(definition);
  return definition.name;
}

/** Checks a text and keeps it as `addScenario` does. `isForeign`: it was not written here. */
export function saveScenario(dataDir: string, source: string, isForeign: boolean): string {
  const definition = loadScenario(source, 'scenario', moreFaults);
  keep(dataDir, source, definition);
  const trust = new Trust(dataDir);
  if (isForeign) trust.takeForeign(definition);
  else trust.takeOwn(definition);
  return definition.name;
}

/** Removes a copy; a scenario of the library with that name is there again. */
export function removeScenario(dataDir: string, name: string): void {
  const file = scenarioFile(ownScenariosDir(dataDir), name);
  try {
    rmSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notFound(name, error);
    throw error;
  }
}

function keep(dataDir: string, source: string, { name }: ScenarioDefinition): void {
  const dir = ownScenariosDir(dataDir);
  mkdirSync(dir, { recursive: true });
  writeWhole(join(dir, `${name}${extensions[0]}`), source);
  // A copy that an earlier version made.
  rmSync(join(dir, `${name}${extensions[1]}`), { force: true });
}

/** What a generator replays lies beside the scenario; it comes along under its own name. */
function copyReplayed(from: string, to: string, { services }: ScenarioDefinition): void {
  const files = services.flatMap(({ generate = [] }) =>
    generate.flatMap(({ replay }) => replay?.file ?? []),
  );
  for (const file of files) {
    const source = resolve(from, file);
    // Paths that lead elsewhere are told when the run misses them, and not followed here.
    if (basename(file) === file && existsSync(source)) copyFileSync(source, join(to, file));
  }
}
