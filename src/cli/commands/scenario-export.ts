/** `rivulet scenario export`: documents and starter projects. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { scenarioExportFormats } from '../../main/contract/scenario-exports.ts';
import type { ExportFile } from '../../scenario/export/files.ts';
import { type Command, dataOption, UsageError } from '../command.ts';
import { openScenario } from '../open-scenario.ts';

export const exportScenario: Command = {
  usage: 'NAME|FILE [--format FORMAT] [--out DIR]',
  summary: 'Write a scenario as its own file, a document, topics or a starter project',
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      help: `One of ${scenarioExportFormats.join(', ')}; without it the scenario's own file`,
    },
    out: { type: 'string', value: 'DIR', help: 'Where to; made if it is not there (default .)' },
    ...dataOption,
  },
  positionals: { min: 1, max: 1 },
  examples: [
    'rivulet scenario export e-commerce > shop.rivulet.yaml',
    'rivulet scenario export e-commerce --format asyncapi',
    'rivulet scenario export e-commerce --format python --out ./shop',
  ],
  run: async ({ values, positionals }, output) => {
    const format = scenarioExportFormats.find((name) => name === values.format);
    if (!format && values.format !== undefined) {
      throw new UsageError(`--format is one of ${scenarioExportFormats.join(', ')}`);
    }
    const { definition, source } = await openScenario(positionals[0] ?? '', values);
    if (!format && values.out === undefined) {
      if (output.isJson) output.json({ scenario: definition.name, source });
      else output.raw(source);
      return;
    }
    const { exportedFiles } = await import('../../main/scenarios/exports.ts');
    const { limitsOf } = await import('../../scenario/export/limits.ts');
    const folder = resolve(typeof values.out === 'string' ? values.out : '.');
    const files: readonly ExportFile[] = format
      ? exportedFiles(definition, format)
      : [{ path: `${definition.name}.rivulet.yaml`, text: source }];
    for (const { path, text, isExecutable } of files) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { mode: isExecutable ? 0o755 : 0o644 });
    }
    const isStarter = format === 'typescript' || format === 'python' || format === 'kotlin';
    const limits = isStarter ? limitsOf(definition, format) : [];
    output.json({ folder, files: files.map(({ path }) => path), limits });
    output.text(`${files.length} ${files.length === 1 ? 'file' : 'files'} in ${folder}`);
    for (const { service, what } of limits) {
      output.text(`Not part of it: ${service === null ? '' : `${service}: `}${what}`);
    }
  },
};
