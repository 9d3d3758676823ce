/** What the params of following a key must look like. */
import { z } from 'zod';
import { followWays } from './follow.ts';

const name = z.string().min(1).max(1000);
const timestampMs = z.number().min(0);

export const followParams = z.strictObject({
  text: z.string().min(1).max(10_000),
  by: z.enum(followWays),
  field: name.optional(),
  topics: z.array(name).min(1).max(2000).optional(),
  fromMs: timestampMs.optional(),
  toMs: timestampMs.optional(),
});
