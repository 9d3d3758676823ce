/** Finds the scenario that a word of the command line names. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ScenarioFile } from '../main/scenarios/library.ts';
import type { Values } from './command.ts';
import { dataDirOf } from './target.ts';

/** Of the data folder before what came with Rivulet, as in the app. */
export async function scenarioDirs(values: Values): Promise<readonly string[]> {
  const { libraryDir } = await import('../main/scenarios/library.ts');
  const { ownScenariosDir } = await import('../main/scenarios/own-files.ts');
  return [ownScenariosDir(dataDirOf(values)), libraryDir];
}

/** A file where the word looks like one, else a name. */
export async function openScenario(word: string, values: Values): Promise<ScenarioFile> {
  const { findScenario, readScenario } = await import('../main/scenarios/library.ts');
  const isFile = /[/\\.]/.test(word) || existsSync(word);
  return isFile
    ? readScenario(resolve(word), word)
    : findScenario(word, await scenarioDirs(values));
}
