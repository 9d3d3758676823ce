/**
 * The building blocks of behaviour that hold no steps of their own. A step is a mapping with one
 * key, the block's name. Each takes an event and hands on none, one or several; what it hands on
 * is the event of the next step. src/scenario/variables.ts lists what expressions can name.
 */
import { z } from 'zod';
import {
  expression,
  expressions,
  identifier,
  milliseconds,
  plainName,
  sql,
  sqlName,
  topicName,
  variables,
} from './names.ts';

const value = z.union([expression, expressions]);
/** What is written of a record. */
export const record = {
  key: expression.optional().describe('Its key. Absent: the key of the record that is handled.'),
  value: value
    .optional()
    .describe('Its value: one expression, or one for each field. Absent: the event.'),
  headers: expressions.optional().describe('Headers, each an expression.'),
  timestamp: expression.optional().describe('Milliseconds since 1970. Absent: now.'),
};

const map = z.strictObject({
  map: value.describe('The event becomes this: one expression, or one for each field.'),
});
const letStep = z.strictObject({
  let: variables.describe(
    'Variables for the steps after it, as `$name`; each may use those before it.',
  ),
});
const filter = z.strictObject({
  filter: expression.describe('Only events for which this is true go on.'),
});
const split = z.strictObject({
  split: expression.describe('A list: each of its items goes on as an event of its own.'),
});
const produce = z.strictObject({
  produce: z
    .strictObject({ topic: topicName.describe('The topic that it is written to.'), ...record })
    .describe('Writes a record; the event goes on unchanged.'),
});
const route = z.strictObject({
  route: z
    .strictObject({
      to: expression.describe('Gives the name of a topic.'),
      topics: z.array(topicName).min(1).describe('The topics that it may be; another one fails.'),
      ...record,
    })
    .describe('Writes a record to the topic that an expression names; the event goes on.'),
});
const outbox = z.strictObject({
  outbox: z
    .strictObject({ topic: topicName.describe('The topic that it is sent to.'), ...record })
    .describe(
      "Keeps a record in the service's database, in one transaction with its rows, and sends it from there; the event goes on.",
    ),
});

const join = z.strictObject({
  join: z
    .strictObject({
      with: topicName.describe('The topic of the right side.'),
      key: expression
        .optional()
        .describe("What left events are matched by. Absent: the record's key."),
      withKey: expression
        .optional()
        .describe('What right events are matched by. Absent: as `key`.'),
      withinMs: milliseconds.describe('How far apart in event time the two may be.'),
      kind: z
        .enum(['inner', 'left'])
        .optional()
        .describe(
          'inner: pairs only; left: also what found nobody, when its time is over. Absent: inner.',
        ),
      as: z
        .tuple([identifier, identifier])
        .describe('Under which names the left and the right event are handed on.'),
    })
    .describe("Pairs events of the handler's topic (left) and another topic (right) by key."),
});

const graceMs = milliseconds
  .optional()
  .describe('How long it waits for late events after its end. Absent: 0.');
const sizeMs = milliseconds.describe('How long a window is.');
const window = z.union([
  z.strictObject({
    tumbling: z.strictObject({ sizeMs, graceMs }).describe('Windows one after the other.'),
  }),
  z.strictObject({
    hopping: z
      .strictObject({
        sizeMs,
        advanceMs: milliseconds.describe('How long after the last one a new window begins.'),
        graceMs,
      })
      .describe('Windows that overlap.'),
  }),
  z.strictObject({
    session: z
      .strictObject({
        gapMs: milliseconds.describe('A window ends when nothing comes for so long.'),
        graceMs,
      })
      .describe('A window for each burst of activity of a key.'),
  }),
]);
const field = z.union([
  z.literal('count'),
  z.strictObject({ sum: expression.describe('The sum of this.') }),
  z.strictObject({ min: expression.describe('The least of this.') }),
  z.strictObject({ max: expression.describe('The greatest of this.') }),
  z.strictObject({ average: expression.describe('The mean of this.') }),
]);
const aggregate = z.strictObject({
  aggregate: z
    .strictObject({
      key: expression.optional().describe("What is counted apart. Absent: the record's key."),
      window: window
        .optional()
        .describe('Windows of event time: tumbling, hopping or session. Absent: over everything.'),
      time: expression
        .optional()
        .describe("Event time in milliseconds since 1970. Absent: the record's."),
      fields: z
        .record(identifier, field)
        .describe('What is computed: `count`, or sum, min, max or average of an expression.'),
      emit: z
        .enum(['each', 'closed'])
        .optional()
        .describe(
          'each: at every event; closed: once, when the window and its grace are over. Absent: each.',
        ),
      late: topicName
        .optional()
        .describe(
          'Where events go that come after the grace. Absent: they are counted and dropped.',
        ),
    })
    .describe('Hands on `{ key, windowStartMs, windowEndMs, ...fields }` of each key and window.'),
});

const deduplicate = z.strictObject({
  deduplicate: z
    .strictObject({
      key: expression.describe('What makes two events the same.'),
      withinMs: milliseconds.optional().describe('How long it remembers. Absent: for ever.'),
    })
    .describe('What has been seen before goes no further.'),
});
const enrich = z.strictObject({
  enrich: z
    .strictObject({
      table: sqlName.describe('A table of this service.'),
      key: expression.describe("The value of the table's key column."),
      as: identifier.describe('The variable that gets the row; nothing where there is none.'),
    })
    .describe('The row of a table as a variable; the event goes on.'),
});
const write = z.strictObject({
  write: z
    .strictObject({
      table: sqlName.describe('A table of this service.'),
      row: expressions.describe('An expression for each column; the key column is one of them.'),
      conflict: z
        .enum(['keep', 'update', 'add', 'insert'])
        .optional()
        .describe(
          'When a row of that key is there: keep it, update its columns, add the numbers to them, or insert a second row. Absent: keep.',
        ),
      unless: expression
        .optional()
        .describe('Leaves the row as it is when this is true; `$row` is the row that is there.'),
    })
    .describe('Writes a row of a table; `$row` is what is there then. The event goes on.'),
});
const sqlStep = z.strictObject({
  sql: z
    .strictObject({
      run: sql.describe(
        'One statement on the tables of this service, with `:name` for parameters.',
      ),
      params: variables.optional().describe('An expression for each `:name`.'),
      as: identifier.optional().describe('The variable that gets the list of rows of a query.'),
    })
    .describe("Any statement on the service's database; the event goes on."),
});
const call = z.strictObject({
  call: z
    .strictObject({
      service: plainName.optional().describe('The service whose `serve` is asked.'),
      path: z
        .string()
        .startsWith('/')
        .optional()
        .describe('The path of its endpoint, with `service`. Absent: /.'),
      url: z.string().optional().describe('Instead of a service: a URL of this machine.'),
      method: z
        .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
        .optional()
        .describe('Absent: POST.'),
      body: value
        .optional()
        .describe(
          'What is sent as JSON: one expression, or one for each field. Absent: the event.',
        ),
      timeoutMs: milliseconds.optional().describe('Then the step fails. Absent: 5000.'),
      as: identifier.optional().describe('The variable that gets the answer.'),
    })
    .describe('An HTTP request; an answer of 400 or more fails. The event goes on.'),
});
const delay = z.strictObject({
  delay: z
    .union([
      milliseconds,
      z.strictObject({
        minMs: milliseconds.describe('At least so long.'),
        maxMs: milliseconds.describe('At most so long.'),
      }),
    ])
    .describe('Work that takes so many milliseconds at speed 1, or between two numbers of them.'),
});
const fail = z.strictObject({
  fail: z
    .strictObject({
      rate: z.number().min(0).max(1).optional().describe('How likely an attempt fails.'),
      every: z.int().min(1).optional().describe('Every n-th record fails.'),
      when: expression.optional().describe('Fails when this is true.'),
      message: z.string().min(1).describe('What the log and the dead letter say.'),
      isFinal: z.boolean().optional().describe('Trying again is of no use. Absent: false.'),
    })
    .describe(
      'Lets the handling fail, so that retry and dead letters can be watched; always, unless one of rate, every and when says otherwise.',
    ),
});
const run = z.strictObject({
  run: identifier.describe(
    'A TypeScript function of the service: what it returns goes on; a list as several events, null as none.',
  ),
});
const log = z.strictObject({
  log: expression.describe("A line in the service's log; the event goes on."),
});

/** All of them. */
export const leaf = z.union([
  map,
  letStep,
  filter,
  split,
  produce,
  route,
  outbox,
  join,
  aggregate,
  deduplicate,
  enrich,
  write,
  sqlStep,
  call,
  delay,
  fail,
  run,
  log,
]);
