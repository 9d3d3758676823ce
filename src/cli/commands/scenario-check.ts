/** `rivulet scenario check`. */
import { readFileSync } from 'node:fs';
import { ContractError } from '../../main/contract/errors.ts';
import type { Command } from '../command.ts';

export const check: Command = {
  usage: 'FILE…',
  summary: 'Tell everything that is wrong with scenario files',
  details: 'The exit code is 1 when something is wrong.',
  options: {},
  positionals: { min: 1, max: 1_000 },
  examples: [
    'rivulet scenario check ./mine.rivulet.yaml',
    'rivulet scenario check scenarios/*.rivulet.yaml --json',
  ],
  run: async ({ positionals }, output) => {
    const { allFaults } = await import('../../main/scenarios/check.ts');
    let count = 0;
    for (const file of positionals) {
      const faults = allFaults(read(file));
      count += faults.length;
      output.json({ file, faults });
      for (const { line, column, path, expected, found, nearest } of faults) {
        const where = path === '' ? '' : ` at ${path}`;
        const meant = nearest === null ? '' : ` (did you mean ${nearest}?)`;
        const place = `${file}:${line}:${column}`;
        output.text(`${place}: expected ${expected}${where}, found ${found}${meant}`);
      }
      if (faults.length === 0) output.text(`${file}: nothing is wrong`);
    }
    if (count > 0) throw new Error(`${count} ${count === 1 ? 'thing is' : 'things are'} wrong`);
  },
};

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const message = `There is no scenario ${file}.`;
    throw new ContractError('scenario-not-found', { name: file }, message, { cause: error });
  }
}
