/** A scenario as files to take along; the kits of the starter projects lie in resources/starters. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import { asyncApiFiles } from '../../scenario/export/asyncapi.ts';
import { composeFiles } from '../../scenario/export/compose.ts';
import type { ExportFile } from '../../scenario/export/files.ts';
import { mermaidFiles } from '../../scenario/export/mermaid.ts';
import { kotlinFiles } from '../../scenario/export/starter-kotlin.ts';
import { pythonFiles } from '../../scenario/export/starter-python.ts';
import { typescriptFiles } from '../../scenario/export/starter-typescript.ts';
import { terraformFiles, topicScriptFiles } from '../../scenario/export/topics.ts';
import type { ScenarioExportFormat } from '../contract/scenario-exports.ts';
import { packageDir } from '../paths.ts';

/** In the order in which people read them; starters bring their kit. */
export function exportedFiles(
  scenario: ScenarioDefinition,
  format: ScenarioExportFormat,
): readonly ExportFile[] {
  switch (format) {
    case 'asyncapi':
      return asyncApiFiles(scenario);
    case 'mermaid':
      return mermaidFiles(scenario);
    case 'topics':
      return topicScriptFiles(scenario);
    case 'terraform':
      return terraformFiles(scenario);
    case 'compose':
      return composeFiles(scenario);
    case 'typescript':
      return typescriptFiles(scenario, kitOf('typescript'));
    case 'python':
      return pythonFiles(scenario, kitOf('python'));
    case 'kotlin':
      return kotlinFiles(scenario, kitOf('kotlin'));
  }
}

/** What a tool left behind there is no part of a project. */
const leftovers = /(^|\/)(node_modules|target|venv|data|__pycache__)\//;

function kitOf(language: 'typescript' | 'python' | 'kotlin'): readonly ExportFile[] {
  const folder = join(packageDir, 'resources', 'starters', language);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((path) => !leftovers.test(path))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}
