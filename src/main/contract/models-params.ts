/** What the methods about models take. */
import { z } from 'zod';
import type { Workload } from './models.ts';

const moment = z.number().min(0).max(120_000).nullable();
const record = z.int().min(0).max(199).nullable();

export const workload: z.ZodType<Workload> = z.strictObject({
  seed: z.int().min(0).max(2_147_483_647),
  recordCount: z.int().min(1).max(200),
  keyCount: z.int().min(1).max(50),
  sendIntervalMs: z.number().min(10).max(5_000),
  workMs: z.number().min(1).max(5_000),
  workerCount: z.int().min(1).max(8),
  lateAtMs: moment,
  crashRecord: record,
  returnAfterMs: moment,
  replayAtMs: moment,
  poisonRecord: record,
  resentRecord: record,
  serverDownAtMs: moment,
});

export const modelsSchemas = {
  'models.runKafka': z.strictObject({ workload, partitionCount: z.int().min(1).max(12) }),
  'models.stopKafka': z
    .null()
    .or(z.undefined())
    .transform(() => undefined),
};
