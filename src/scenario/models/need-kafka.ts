/**
 * "Do you need Kafka?" as a tree of questions. It begins where messages are not needed at all, and
 * ends at a service, or at something plainer, with reasons for and against it.
 */

export const answerNames = ['yes', 'no'] as const;
export type AnswerName = (typeof answerNames)[number];

export const questionNames = [
  'answer-at-once',
  'one-program',
  'volume',
  'replay',
  'several-readers',
  'order-at-scale',
  'losable',
  'routing',
  'cloud',
  'operations',
] as const;
export type QuestionName = (typeof questionNames)[number];

export const outcomeNames = [
  'http',
  'database',
  'kafka',
  'kafka-managed',
  'redis',
  'rabbitmq',
  'sqs',
] as const;
export type OutcomeName = (typeof outcomeNames)[number];

type Next = { readonly question: QuestionName } | { readonly outcome: OutcomeName };

const ask = (question: QuestionName): Next => ({ question });
const end = (outcome: OutcomeName): Next => ({ outcome });

/** Where each answer leads. */
export const tree: { readonly [Name in QuestionName]: { readonly [A in AnswerName]: Next } } = {
  'answer-at-once': { yes: end('http'), no: ask('one-program') },
  'one-program': { yes: end('database'), no: ask('volume') },
  volume: { yes: ask('operations'), no: ask('replay') },
  replay: { yes: ask('operations'), no: ask('several-readers') },
  'several-readers': { yes: ask('order-at-scale'), no: ask('losable') },
  'order-at-scale': { yes: ask('operations'), no: ask('losable') },
  losable: { yes: end('redis'), no: ask('routing') },
  routing: { yes: end('rabbitmq'), no: ask('cloud') },
  cloud: { yes: end('sqs'), no: end('rabbitmq') },
  operations: { yes: end('kafka'), no: end('kafka-managed') },
};

const firstQuestion: QuestionName = 'answer-at-once';

/** How many sentences there are for an outcome and against it. */
export const reasonCounts: {
  readonly [Name in OutcomeName]: { readonly for: number; readonly against: number };
} = {
  http: { for: 2, against: 2 },
  database: { for: 2, against: 2 },
  kafka: { for: 3, against: 2 },
  'kafka-managed': { for: 2, against: 2 },
  redis: { for: 2, against: 2 },
  rabbitmq: { for: 3, against: 2 },
  sqs: { for: 2, against: 2 },
};

/** Scenarios of the library in which the outcome can be tried, or what it would be instead. */
export const scenariosOf: { readonly [Name in OutcomeName]: readonly string[] } = {
  http: ['request-reply', 'point-to-point'],
  database: ['etl-cdc', 'event-sourcing'],
  kafka: ['e-commerce', 'event-sourcing', 'stream-windows'],
  'kafka-managed': ['hub', 'log-analysis', 'e-commerce'],
  redis: ['fan-out'],
  rabbitmq: ['competing-consumers', 'request-reply'],
  sqs: ['competing-consumers'],
};

export type Step = { readonly question: QuestionName; readonly answer: AnswerName };

export type Progress = {
  readonly steps: readonly Step[];
  /** Null: `outcome` is reached. */
  readonly question: QuestionName | null;
  readonly outcome: OutcomeName | null;
};

/** Follows the answers from the first question; those that lead nowhere are left out. */
export function progressOf(answers: readonly AnswerName[]): Progress {
  const steps: Step[] = [];
  let next: Next = ask(firstQuestion);
  for (const answer of answers) {
    if ('outcome' in next) break;
    const { question }: { readonly question: QuestionName } = next;
    steps.push({ question, answer });
    next = tree[question][answer];
  }
  return 'outcome' in next
    ? { steps, question: null, outcome: next.outcome }
    : { steps, question: next.question, outcome: null };
}

/** `yny` -> answers; anything else in it ends them. */
export function answersOf(text: string): readonly AnswerName[] {
  const answers: AnswerName[] = [];
  for (const letter of text) {
    if (letter !== 'y' && letter !== 'n') break;
    answers.push(letter === 'y' ? 'yes' : 'no');
  }
  return answers;
}

export function answersText(answers: readonly AnswerName[]): string {
  return answers.map((answer) => answer.slice(0, 1)).join('');
}
