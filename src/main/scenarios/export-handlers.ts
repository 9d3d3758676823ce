/** What a connection asks about scenarios going out and coming in. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { limitsOf } from '../../scenario/export/limits.ts';
import type { ExportFile } from '../../scenario/export/files.ts';
import { importAsyncApi } from '../../scenario/import/asyncapi.ts';
import type { Params } from '../contract/index.ts';
import type { ExportedScenario, ScenarioExportsApi } from '../contract/scenario-exports.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { ProducersState } from '../contract/producers.ts';
import type { Handlers } from '../transport/rpc.ts';
import { exportedFiles } from './exports.ts';
import { loadScenario } from '../../scenario/load.ts';
import { importTopology } from './topology.ts';

export type ExportParts = {
  /** Where files for the browser lie. */
  readonly exportsDir: string;
  readonly sourceOf: (name: string) => string;
  readonly link: KafkaLink;
  /** Null: nobody can tell who writes here. */
  readonly producers: () => ProducersState | null;
};

export function scenarioExportHandlers(parts: ExportParts): Handlers<keyof ScenarioExportsApi> {
  return {
    'scenarios.export': (params) => exported(parts, params),
    'scenarios.importAsyncApi': ({ text }) => importAsyncApi(text),
    'scenarios.importTopology': ({ topics }) =>
      importTopology(parts.link, parts.producers(), topics),
  };
}

function exported(
  { exportsDir, sourceOf }: ExportParts,
  { name, source, format }: Params<'scenarios.export'>,
): ExportedScenario {
  const text = source ?? sourceOf(name ?? '');
  const definition = loadScenario(text, name ?? 'the scenario');
  const files = exportedFiles(definition, format);
  mkdirSync(exportsDir, { recursive: true });
  const [only] = files;
  const isOne = files.length === 1 && only !== undefined;
  const path = join(exportsDir, isOne ? basename(only.path) : `${definition.name}-${format}.zip`);
  writeFileSync(path, isOne ? only.text : zipped(`${definition.name}-${format}`, files));
  const isStarter = format === 'typescript' || format === 'python' || format === 'kotlin';
  return {
    file: basename(path),
    path,
    files: files.map((file) => file.path),
    text: isOne ? only.text : null,
    limits: isStarter ? limitsOf(definition, format) : [],
  };
}

/** One folder inside, so that unpacking it makes no mess. */
function zipped(folder: string, files: readonly ExportFile[]): Uint8Array {
  const entries: Zippable = {};
  for (const { path, text, isExecutable } of files) {
    // Unix says who may run it in the upper half of the attributes.
    const mode = isExecutable ? 0o755 : 0o644;
    entries[`${folder}/${path}`] = [
      strToU8(text),
      { os: 3, attrs: ((0o100000 | mode) << 16) >>> 0 },
    ];
  }
  return zipSync(entries);
}
