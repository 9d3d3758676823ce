/** What a schema cannot say of a scenario as a whole: that its names meet. */
import type { ScenarioDefinition, ScriptEventDefinition } from '../definition/scenario.ts';
import { type Fault, type Path, unknownName } from '../faults.ts';
import {
  type Context,
  contextOf,
  duplicateFaults,
  exactlyOneFaults,
  serviceNameFaults,
  topicFaults,
} from './context.ts';
import { expressionFaults } from './expressions.ts';
import { serviceFaults } from './services.ts';
import { tableNameFaults } from './tables.ts';

const nameOf = ({ name }: { readonly name: string }) => name;

/** All faults of a definition that has the right form. */
export function scenarioFaults(scenario: ScenarioDefinition): readonly Fault[] {
  const context = contextOf(scenario);
  const { topics, services, expectations = [], script = [] } = scenario;
  return [
    ...duplicateFaults(topics, ['topics'], nameOf, 'name'),
    ...collisionFaults(topics),
    ...duplicateFaults(services, ['services'], nameOf, 'name'),
    ...duplicateFaults(expectations, ['expectations'], nameOf, 'name'),
    ...tableNameFaults(scenario),
    ...services.flatMap((service, index) =>
      serviceFaults({ ...context, service, path: ['services', index] }),
    ),
    ...expressionFaults(scenario),
    ...drawingFaults(context),
    ...script.flatMap((event, index) => scriptFaults(event, ['script', index], context)),
  ];
}

/** Kafka counts `a.b` and `a_b` under one name, and takes only one of them. */
function collisionFaults(topics: ScenarioDefinition['topics']): readonly Fault[] {
  const first = new Map<string, string>();
  return topics.flatMap(({ name }, index) => {
    const counted = name.replaceAll('.', '_');
    const before = first.get(counted) ?? name;
    first.set(counted, before);
    const expected = 'a name that differs in more than . and _';
    const path = ['topics', index, 'name'];
    return before === name ? [] : [{ path, expected, found: `${name}, beside ${before}` }];
  });
}

/** Links, notes, frames and positions. */
function drawingFaults({ scenario, topics, services }: Context): readonly Fault[] {
  const { links = [], notes = [], frames = [], layout = {} } = scenario;
  const nodes = new Set([
    ...[...services].map((name) => `service/${name}`),
    ...[...topics].map((name) => `topic/${name}`),
    ...notes.map(({ name }) => `note/${name}`),
  ]);
  const check = (node: string, path: Path, isKey = false) =>
    nodes.has(node) ? [] : [unknownName(path, 'nodes', node, nodes, isKey)];
  const framed = frames.flatMap(({ members }, index) =>
    members.map((member, at) => ({ member, path: ['frames', index, 'members', at] })),
  );
  const first = new Map<string, (typeof framed)[number]>();
  for (const it of framed) if (!first.has(it.member)) first.set(it.member, it);
  return [
    ...links.flatMap(({ from, to }, index) => [
      ...check(from, ['links', index, 'from']),
      ...check(to, ['links', index, 'to']),
    ]),
    ...duplicateFaults(notes, ['notes'], nameOf, 'name'),
    ...duplicateFaults(frames, ['frames'], nameOf, 'name'),
    ...framed.flatMap(({ member, path }) => check(member, path)),
    ...framed
      .filter((it) => first.get(it.member) !== it)
      .map(({ member, path }) => ({
        path,
        expected: 'each node in one frame',
        found: `${member} again`,
      })),
    ...Object.keys(layout).flatMap((node) => check(node, ['layout', node], true)),
  ];
}

const triggers = ['atS', 'after'];
const actions = [
  'down',
  'up',
  'slow',
  'failEvery',
  'instances',
  'poison',
  'redrive',
  'killLeader',
  'rebuild',
  'say',
] as const satisfies readonly (keyof ScriptEventDefinition)[];

function scriptFaults(event: ScriptEventDefinition, path: Path, context: Context): Fault[] {
  const { deadLetters } = context;
  const topic = (key: 'after' | 'poison' | 'killLeader') =>
    topicFaults(event[key]?.topic, [...path, key, 'topic'], context);
  const service = (key: 'slow' | 'failEvery' | 'instances') =>
    serviceNameFaults(event[key]?.service, [...path, key, 'service'], context);
  const plain = (key: 'down' | 'up' | 'rebuild') =>
    serviceNameFaults(event[key], [...path, key], context);
  const { redrive } = event;
  const isRedrivable = redrive === undefined || deadLetters.has(redrive.topic);
  return [
    ...exactlyOneFaults(event, triggers, path),
    ...exactlyOneFaults(event, actions, path),
    ...(['after', 'poison', 'killLeader'] as const).flatMap(topic),
    ...(['slow', 'failEvery', 'instances'] as const).flatMap(service),
    ...(['down', 'up', 'rebuild'] as const).flatMap(plain),
    ...(isRedrivable
      ? []
      : [
          unknownName(
            [...path, 'redrive', 'topic'],
            'dead-letter topics',
            redrive.topic,
            deadLetters,
          ),
        ]),
  ];
}
