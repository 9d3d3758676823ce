/** `rivulet scenario schema`. */
import type { Command } from '../command.ts';

export const schema: Command = {
  usage: '',
  summary: 'Print the JSON Schema of scenario files',
  details: 'Editors with the YAML language server complete and check by it.',
  options: {},
  positionals: { min: 0, max: 0 },
  examples: ['rivulet scenario schema > scenario.schema.json'],
  run: async (_, output) => {
    const { scenarioJsonSchema } = await import('../../scenario/json-schema.ts');
    const value = scenarioJsonSchema();
    output.json(value);
    output.text(JSON.stringify(value, null, 2));
  },
};
