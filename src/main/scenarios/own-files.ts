/** Scenarios that somebody added: copies in the data folder, so that they stay when the files go. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { notFound, readScenario, scenarioFile } from './library.ts';

/** The folder of the copies. */
export function ownScenariosDir(dataDir: string): string {
  return join(dataDir, 'scenarios', 'own');
}

/** Checks the file and copies it, in the place of an earlier one of that name; answers the name. */
export function addScenario(dataDir: string, file: string): string {
  if (!isAbsolute(file)) throw notFound(file);
  const { source, definition } = readScenario(file);
  const dir = ownScenariosDir(dataDir);
  mkdirSync(dir, { recursive: true });
  const target = scenarioFile(dir, definition.name);
  writeFileSync(`${target}.tmp`, source);
  renameSync(`${target}.tmp`, target);
  return definition.name;
}

/** Removes a copy; a scenario of the library with that name is there again. */
export function removeScenario(dataDir: string, name: string): void {
  try {
    rmSync(scenarioFile(ownScenariosDir(dataDir), name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw notFound(name, error);
    throw error;
  }
}
