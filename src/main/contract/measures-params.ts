/** What questions about measured figures must look like. */
import { z } from 'zod';
import type { MeasureQuery } from './measures.ts';

const brokerId = z.int().min(0).optional();
const atMs = z.number().min(0);

export const measureQuery: z.ZodType<MeasureQuery> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('traffic'),
    by: z.enum(['broker', 'topic', 'partition', 'client']),
  }),
  z.strictObject({ kind: z.literal('latency'), api: z.string().min(1).max(100), brokerId }),
  z.strictObject({ kind: z.literal('requests'), brokerId }),
  z.strictObject({ kind: z.literal('errors'), brokerId }),
  z.strictObject({ kind: z.literal('machine') }),
  z.strictObject({ kind: z.literal('probe') }),
]);

/** Params of each method, by its name. */
export const measureSchemas = {
  'measures.history': z.strictObject({
    query: measureQuery,
    fromMs: atMs,
    toMs: atMs,
    resolutionS: z.union([z.literal(1), z.literal(10), z.literal(60)]).optional(),
  }),
  'measures.events': z.strictObject({ fromMs: atMs, toMs: atMs }),
  'measures.extent': z.undefined().or(z.null().transform(() => undefined)),
};
