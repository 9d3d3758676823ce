/** `rivulet scenario export`: documents and starter projects. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { scenarioExportFormats } from '../../main/contract/scenario-exports.ts';
import { type Command, dataOption, UsageError } from '../command.ts';
import { openScenario } from '../open-scenario.ts';

export const exportScenario: Command = {
  usage: 'NAME|FILE --format FORMAT [--out DIR]',
  summary: 'Write a scenario as a document, as topics or as a starter project',
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      help: `One of ${scenarioExportFormats.join(', ')}`,
    },
    out: { type: 'string', value: 'DIR', help: 'Where to; made if it is not there (default .)' },
    ...dataOption,
  },
  positionals: { min: 1, max: 1 },
  examples: [
    'rivulet scenario export e-commerce --format asyncapi',
    'rivulet scenario export e-commerce --format python --out ./shop',
  ],
  run: async ({ values, positionals }, output) => {
    const format = scenarioExportFormats.find((name) => name === values.format);
    if (!format) {
      throw new UsageError(`--format is one of ${scenarioExportFormats.join(', ')}`);
    }
    const { definition } = await openScenario(positionals[0] ?? '', values);
    const { exportedFiles } = await import('../../main/scenarios/exports.ts');
    const { limitsOf } = await import('../../scenario/export/limits.ts');
    const folder = resolve(typeof values.out === 'string' ? values.out : '.');
    const files = exportedFiles(definition, format);
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
