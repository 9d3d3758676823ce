/** What is taken out of a scenario of the library, and which of its expectations must miss it. */
import type { ScenarioDefinition } from '../../../src/scenario/definition/scenario.ts';

type Writable<Value> = Value extends object
  ? { -readonly [Key in keyof Value]: Writable<Value[Key]> }
  : Value;
export type Mutable = Writable<ScenarioDefinition>;
type Step = { [block: string]: unknown };

export type Mutation = {
  readonly name: string;
  readonly what: string;
  readonly fails: string;
  readonly take: (scenario: Mutable) => void;
};

export const mutations: readonly Mutation[] = [
  {
    name: 'banking-transfers',
    what: 'without deduplication',
    fails: 'booked-once',
    take: (scenario) => dropStep(scenario, 'balance', 'deduplicate'),
  },
  {
    name: 'saga',
    what: 'without compensation of the payment',
    fails: 'the-money-is-right',
    take: (scenario) => {
      const saga = stepOf(scenario, 'payment', 'saga').saga as { compensate: { steps: Step[] } };
      saga.compensate.steps = [];
    },
  },
  {
    name: 'mesh-e-commerce',
    what: 'without the contract of orders',
    fails: 'no-consumer-sees-them',
    take: ({ topics }) => {
      delete topics.find(({ name }) => name === 'mesh-shop.orders')?.schema;
    },
  },
  {
    name: 'smart-home',
    what: 'without deduplication',
    fails: 'nothing-is-kept-twice',
    take: (scenario) => dropStep(scenario, 'hub', 'deduplicate'),
  },
  {
    name: 'request-reply',
    what: 'without the correlation id of the answer',
    fails: 'every-question-is-answered',
    take: (scenario) => {
      const { route } = stepOf(scenario, 'rate-desk', 'route') as { route: { headers?: unknown } };
      delete route.headers;
    },
  },
  {
    name: 'etl-cdc',
    what: 'without deletes',
    fails: 'nobody-left-stays',
    take: (scenario) => {
      const { branch } = stepOf(scenario, 'load', 'branch') as { branch: { steps: Step[] }[] };
      if (branch[0]) branch[0].steps = [];
    },
  },
];

function stepsOf({ services }: Mutable, service: string): Step[] {
  const handler = services.find(({ name }) => name === service)?.consume?.[0];
  if (!handler?.steps) throw new Error(`${service} has no steps`);
  return handler.steps as unknown as Step[];
}

function stepOf(scenario: Mutable, service: string, block: string): Step {
  const step = stepsOf(scenario, service).find((candidate) => block in candidate);
  if (!step) throw new Error(`${service} has no ${block}`);
  return step;
}

function dropStep(scenario: Mutable, service: string, block: string): void {
  const steps = stepsOf(scenario, service);
  steps.splice(steps.indexOf(stepOf(scenario, service, block)), 1);
}
