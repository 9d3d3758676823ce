/** What a scenario file (`*.rivulet.yaml`) may say, as a schema; from it come types, checks and the JSON Schema. */
import { z } from 'zod';
import { plainName, sql, text, topicName } from './names.ts';
import type { expressions } from './names.ts';
import { service, topic } from './services.ts';
import type { generator, handler, table } from './services.ts';

/** Raised when an older Rivulet could not run the file; older files are brought up to it. */
export const scenarioFormat = 2;

const node = z.string().min(1);
const link = z.strictObject({
  from: node.describe('`service/NAME`, `topic/NAME` or `note/NAME`.'),
  to: node.describe('`service/NAME`, `topic/NAME` or `note/NAME`.'),
  title: text.optional().describe('What stands on the line.'),
});
const note = z.strictObject({
  name: plainName.describe('Its name in this scenario.'),
  text: text.describe('What it says.'),
});
const frame = z.strictObject({
  name: plainName.describe('Its name in this scenario.'),
  title: text.optional().describe('What stands on the frame. Absent: the name.'),
  members: z
    .array(node)
    .min(1)
    .describe('`service/NAME`, `topic/NAME` or `note/NAME`; each in one frame at most.'),
});
const position = z.strictObject({
  x: z.number().describe('Pixels to the right.'),
  y: z.number().describe('Pixels down.'),
});

const ofTopic = z.strictObject({ topic: topicName.describe('Which one.') });
const serviceName = plainName.describe('Which one.');

const scriptEvent = z.strictObject({
  atS: z.number().min(0).optional().describe('When: at this second of the run, at speed 1.'),
  after: z
    .strictObject({
      topic: topicName.describe('Which one.'),
      count: z.int().min(1).describe('So many records.'),
    })
    .optional()
    .describe('Or when: after so many records of a topic.'),
  down: plainName.optional().describe('This service goes down; its records wait.'),
  up: plainName.optional().describe('This service comes up.'),
  slow: z
    .strictObject({
      service: serviceName,
      factor: z.number().min(0).describe('So many times as long; 1: as ever.'),
    })
    .optional()
    .describe("A service's work takes longer."),
  failEvery: z
    .strictObject({
      service: serviceName,
      count: z.int().min(0).describe('Every n-th; 0: none.'),
    })
    .optional()
    .describe('Every n-th record of a service fails.'),
  instances: z
    .strictObject({
      service: serviceName,
      count: z.int().min(0).max(64).describe('So many from now on.'),
    })
    .optional()
    .describe('A service gets more or fewer instances.'),
  poison: ofTopic.optional().describe('One record that nobody can read is written.'),
  redrive: ofTopic
    .optional()
    .describe('The records of a dead-letter topic go back to where they came from.'),
  killLeader: ofTopic
    .optional()
    .describe(
      'Kill -9 of the broker that leads partition 0 of the topic; only on the cluster of this app.',
    ),
  rebuild: plainName
    .optional()
    .describe('The tables of a service are emptied, and it reads again from where it began.'),
  say: text.optional().describe('A line for who looks on.'),
});

const expectation = z.strictObject({
  name: plainName.describe('Its name in this scenario.'),
  title: text.optional().describe('What people read. Absent: the name.'),
  always: z
    .boolean()
    .optional()
    .describe('Must hold at every moment, not only when all is processed. Absent: false.'),
  left: sql.describe('A query of one value, over all tables and `run_services`, `run_topics`.'),
  is: z
    .enum(['=', '!=', '<', '<=', '>', '>='])
    .optional()
    .describe('How the two compare. Absent: =.'),
  right: sql.describe('The query that it is compared with, such as `SELECT 500`.'),
});

export const scenarioDefinition = z.strictObject({
  format: z.literal(scenarioFormat).describe('The version of this format.'),
  name: plainName.describe('What commands and addresses call it.'),
  title: text.describe('What people call it.'),
  description: text.optional().describe('One or two sentences for the list.'),
  category: plainName.optional().describe('Where it stands in the library.'),
  explanation: text.optional().describe('Markdown: what this shows and why it matters.'),
  experiment: text.optional().describe('Markdown: what to try.'),
  doneAfter: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Records of each generator without a `count` when a run shall come to an end. Absent: 500.',
    ),
  topics: z.array(topic).describe('Topics; those that the cluster does not have are made.'),
  services: z.array(service).describe('Services: what makes, reads and writes events.'),
  links: z.array(link).optional().describe('Lines of the drawing that no topic makes.'),
  notes: z.array(note).optional().describe('Texts in the drawing.'),
  frames: z
    .array(frame)
    .optional()
    .describe('Frames around nodes, such as a domain that owns them.'),
  layout: z
    .record(z.string(), position)
    .optional()
    .describe('Where nodes stand in the drawing. Absent: they are laid out.'),
  script: z
    .array(scriptEvent)
    .optional()
    .describe('What happens in the course of a run; each event has one time and one action.'),
  expectations: z
    .array(expectation)
    .optional()
    .describe('What must be true when everything is processed.'),
});

export type ScenarioDefinition = z.infer<typeof scenarioDefinition>;
export type ServiceDefinition = z.infer<typeof service>;
export type TopicDefinition = z.infer<typeof topic>;
export type TableDefinition = z.infer<typeof table>;
export type GeneratorDefinition = z.infer<typeof generator>;
export type HandlerDefinition = z.infer<typeof handler>;
export type ExpectationDefinition = z.infer<typeof expectation>;
export type ScriptEventDefinition = z.infer<typeof scriptEvent>;
export type Expressions = Readonly<z.infer<typeof expressions>>;
