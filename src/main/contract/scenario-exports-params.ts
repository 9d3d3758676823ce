/** What the params of exporting and importing scenarios must look like. */
import { z } from 'zod';
import { scenarioExportFormats } from './scenario-exports.ts';

const name = z.string().min(1).max(1000);
const source = z.string().max(2_000_000);

export const scenarioExportSchemas = {
  'scenarios.export': z.strictObject({
    name: name.optional(),
    source: source.optional(),
    format: z.enum(scenarioExportFormats),
  }),
  'scenarios.importAsyncApi': z.strictObject({ text: source }),
  'scenarios.importTopology': z.strictObject({ topics: z.array(name).min(1).max(2000).optional() }),
};
