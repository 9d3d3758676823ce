/** What a scenario file says of topics, services and generators. */
import { z } from 'zod';
import { record } from './blocks.ts';
import {
  code,
  expression,
  expressions,
  milliseconds,
  plainName,
  sqlName,
  text,
  topicName,
  variables,
} from './names.ts';
import { steps } from './steps.ts';

const title = text.optional().describe('What people read. Absent: the name.');
const description = text.optional().describe('One or two sentences.');

export const topic = z
  .strictObject({
    name: topicName.describe('Its name on the cluster.'),
    title,
    description,
    partitions: z.int().min(1).max(1000).optional().describe('Absent: 3.'),
    replication: z
      .int()
      .min(1)
      .max(9)
      .optional()
      .describe('Replicas of each partition. Absent: 3, or as many brokers as there are.'),
    config: z
      .record(z.string(), z.string())
      .optional()
      .describe("Configs by Kafka's names, such as `cleanup.policy: compact`."),
    schema: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('JSON Schema of the values; a step that writes another value fails.'),
  })
  .meta({ id: 'topic' });

export const table = z
  .strictObject({
    name: sqlName.describe('Once in the whole scenario.'),
    title,
    key: sqlName.describe('The column by which `write` and `enrich` find a row.'),
    columns: z
      .record(sqlName, z.enum(['text', 'integer', 'real']))
      .describe('The type of each column: text, integer or real.'),
    rows: z
      .array(z.record(sqlName, z.union([z.string(), z.number(), z.null()])))
      .optional()
      .describe('Rows that are there from the start.'),
  })
  .meta({ id: 'table' });

const perSecond = z.number().min(0);
const curve = z.union([
  z.strictObject({
    ramp: z
      .strictObject({
        from: perSecond.describe('Records a second at the start.'),
        to: perSecond.describe('Records a second at the end, and from then on.'),
        overS: z.number().positive().describe('How many seconds it takes.'),
      })
      .describe('From one rate to another.'),
  }),
  z.strictObject({
    wave: z
      .strictObject({
        low: perSecond.describe('The least records a second.'),
        high: perSecond.describe('The most records a second.'),
        everyS: z.number().positive().describe('How many seconds one wave takes.'),
      })
      .describe('Up and down, as day and night.'),
  }),
  z.strictObject({
    burst: z
      .strictObject({
        factor: z.number().min(0).describe('So many times `ratePerS`.'),
        everyS: z.number().positive().describe('How many seconds from one burst to the next.'),
        forS: z.number().positive().describe('How many seconds a burst takes.'),
      })
      .describe('Now and then many more.'),
  }),
]);
const entities = z.strictObject({
  prefix: z.string().optional().describe('`customer-` gives `customer-17`. Absent: none.'),
  count: z.int().min(1).describe('How many there are.'),
  hot: z
    .strictObject({
      count: z.int().min(1).describe('So many of them…'),
      share: z.number().min(0).max(1).describe('…get this share of all records, 0 to 1.'),
    })
    .optional()
    .describe('Hot keys. Absent: all get as many.'),
});
const replay = z.strictObject({
  file: z.string().min(1).optional().describe('A file, relative to the scenario file.'),
  text: z.string().min(1).optional().describe('Or the lines themselves.'),
  format: z
    .enum(['csv', 'ndjson'])
    .describe('csv: the first line names the fields; ndjson: one JSON value a line.'),
  isRepeated: z
    .boolean()
    .optional()
    .describe('From the first line again after the last. Absent: false.'),
});
const percent = z.number().min(0).max(100);
export const generator = z
  .strictObject({
    topic: topicName.describe('The topic that it writes to.'),
    ratePerS: z.number().positive().max(1_000_000).describe('Records a second at speed 1.'),
    curve: curve
      .optional()
      .describe(
        'How the rate changes: ramp, wave or burst; seconds at speed 1. Absent: it does not.',
      ),
    entities: entities.optional().describe('Whom the records are about: `$entity`.'),
    count: z
      .int()
      .min(1)
      .optional()
      .describe('So many records in all. Absent: as long as the run goes on, or up to its limit.'),
    replay: replay.optional().describe('Lines of a file, one a record: `$line`.'),
    let: variables
      .optional()
      .describe('Variables for the other expressions, as `$name`; each may use those before it.'),
    ...record,
    key: expression.optional().describe('Its key. Absent: `$entity`, or none.'),
    value: record.value.describe(
      'Its value: one expression, or one for each field. Absent: `$line`, or `{}`.',
    ),
    write: z
      .strictObject({
        table: sqlName.describe('A table of this service.'),
        row: expressions.describe('An expression for each column, with the value as the event.'),
      })
      .optional()
      .describe('A row that is written together with the record.'),
    late: z
      .strictObject({
        percent: percent.describe('So many of a hundred records…'),
        byMs: milliseconds.describe('…are sent this much later than they happened.'),
      })
      .optional()
      .describe('Records that come late.'),
    duplicatePercent: percent.optional().describe('So many of a hundred are sent twice.'),
    lostPercent: percent.optional().describe('So many of a hundred are not sent at all.'),
  })
  .meta({ id: 'generator' });

const retry = z.strictObject({
  times: z.int().min(0).max(1000).describe('Attempts after the first.'),
  backOffMs: milliseconds.optional().describe('The wait before the second attempt. Absent: 0.'),
  factor: z
    .number()
    .min(1)
    .optional()
    .describe('Each wait is so many times the one before. Absent: 2.'),
  maxMs: milliseconds.optional().describe('No wait is longer. Absent: no limit.'),
});
/**
 * Handles each record of a topic. One attempt is one transaction of the service's database; what
 * it produces goes out after it, and the offset is committed last. `exactly-once`: outputs and
 * offsets in one Kafka transaction.
 */
export const handler = z
  .strictObject({
    topic: topicName.describe('The topic whose records are handled.'),
    steps: steps.optional().describe('What happens to each event, one block after the other.'),
    retry: retry.optional().describe('What happens when a step fails. Absent: one attempt.'),
    deadLetter: topicName
      .optional()
      .describe(
        'Where a record goes whose last attempt failed. Absent: it is counted, told in the log, and left out.',
      ),
  })
  .meta({ id: 'handler' });
const timer = z.strictObject({
  name: plainName.describe('Its name in the log.'),
  everyMs: milliseconds.describe('How often, at speed 1.'),
  steps: steps.describe('What happens then; the event is `{}`.'),
});
const capture = z.strictObject({
  table: sqlName.describe('A table of this service.'),
  topic: topicName.describe('Where its changes are written.'),
  key: expression.optional().describe("The record's key. Absent: the row's key."),
});
const snapshot = z.strictObject({
  table: sqlName.describe('A table of this service.'),
  topic: topicName.describe('Where its rows are written.'),
  everyCount: z.int().min(1).describe('After so many changes.'),
});
const endpoint = z.strictObject({
  path: z.string().startsWith('/').describe('The path that is asked for, such as `/price`.'),
  steps: steps.describe(
    'What happens; the event is the body of the request, or else what its query asks.',
  ),
  reply: z
    .union([expression, expressions])
    .optional()
    .describe('The answer: one expression, or one for each field. Absent: the event that is left.'),
});

export const service = z
  .strictObject({
    name: plainName.describe('Its name in this scenario.'),
    title,
    description,
    group: z.string().min(1).optional().describe('Consumer group. Absent: `NAME-service`.'),
    instances: z.int().min(1).max(64).optional().describe('How many it begins with. Absent: 1.'),
    delivery: z
      .enum(['at-most-once', 'at-least-once', 'exactly-once'])
      .optional()
      .describe(
        'at-most-once commits before it handles; at-least-once after; exactly-once writes outputs and offsets in one Kafka transaction. Absent: at-least-once.',
      ),
    from: z
      .enum(['run', 'beginning'])
      .optional()
      .describe(
        'Where it begins to read: at the first record of the run, or at the beginning of the topic. Absent: run.',
      ),
    isUp: z
      .boolean()
      .optional()
      .describe('Comes up with the run; false: when the script or a person says so. Absent: true.'),
    tables: z.array(table).optional().describe("Tables of the service's own SQLite database."),
    functions: code
      .optional()
      .describe(
        'TypeScript: `export function name(event, context)`, for `run` and for expressions. It runs apart from everything else.',
      ),
    generate: z.array(generator).min(1).optional().describe('Events that it makes by itself.'),
    consume: z.array(handler).min(1).optional().describe('Topics that it reads, each once.'),
    timers: z.array(timer).min(1).optional().describe('What it does again and again.'),
    capture: z
      .array(capture)
      .min(1)
      .optional()
      .describe('Every change of a table as a record: `{ op: c|u|d, before, after, tsMs }`.'),
    snapshot: z
      .array(snapshot)
      .min(1)
      .optional()
      .describe("All rows of a table, now and then, as records with the row's key."),
    serve: z
      .array(endpoint)
      .min(1)
      .optional()
      .describe('HTTP endpoints on a port of its own at the loopback address.'),
  })
  .meta({ id: 'service' });
