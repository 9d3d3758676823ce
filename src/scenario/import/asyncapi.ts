/**
 * An AsyncAPI 3 document as a scenario: channels become topics, and whoever sends and receives
 * becomes a service. A document tells what goes in and out, not why: the drawing connects each
 * input with the outputs of its service, and says so in a remark.
 */
import { parseDocument, stringify } from 'yaml';
import { ContractError } from '../../main/contract/errors.ts';
import type { ImportedScenario } from '../../main/contract/scenario-exports.ts';
import { checkScenario } from '../load.ts';
import { scenarioFormat } from '../definition/scenario.ts';
import { plainNameOf, topicNameOf } from './names.ts';
import { withRemarks } from './remarks.ts';
import { sampleFields } from './sample-values.ts';

type Fields = { readonly [name: string]: unknown };
type Topic = { readonly name: string; readonly schema: Fields | undefined; readonly rest: Fields };
type Service = {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  group: string | undefined;
  /** Topic -> the topics that its operation replies to. */
  readonly receives: Map<string, Set<string>>;
  readonly sends: Set<string>;
};

const ratePerS = 1;

/** Throws `scenario-invalid` for what is no AsyncAPI 3 document. */
export function importAsyncApi(text: string): ImportedScenario {
  const root = readRoot(text);
  const remarks: string[] = [];
  const info = fieldsOf(root['info']);
  const name = plainNameOf(
    textOf(info['x-scenario']) ?? textOf(info['title']) ?? '',
    new Set(),
    'imported',
  );
  const topics = topicsOf(root, remarks);
  const services = servicesOf(root, topics, remarks);
  const byName = new Map([...topics.values()].map((topic) => [topic.name, topic]));
  const source = stringify(
    {
      format: scenarioFormat,
      name,
      title: textOf(info['title']) ?? name,
      ...told('description', textOf(info['description'])),
      topics: [...byName.values()].map(({ name: topic, schema, rest }) => ({
        name: topic,
        ...rest,
        ...(schema && { schema }),
      })),
      services: services.map((service) => serviceOf(service, byName, remarks)),
    },
    { lineWidth: 100, aliasDuplicateObjects: false },
  );
  const { faults } = checkScenario(source);
  const [fault] = faults;
  if (fault) throw invalid(fault.path, fault.expected, fault.found);
  return { name, source: withRemarks(source, remarks), remarks };
}

function readRoot(text: string): Fields {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error) {
    const [at] = error.linePos ?? [];
    throw invalid('', 'YAML or JSON', error.code, at?.line, at?.col);
  }
  const root: unknown = document.toJS({ maxAliasCount: 1000 });
  if (!isFields(root)) throw invalid('', 'an AsyncAPI document', typeof root);
  const version = root['asyncapi'];
  if (typeof version !== 'string') throw invalid('asyncapi', 'the version of AsyncAPI', 'nothing');
  if (!version.startsWith('3.')) throw invalid('asyncapi', 'AsyncAPI 3', version);
  return root;
}

/** By the key of their channel. */
function topicsOf(root: Fields, remarks: string[]): Map<string, Topic> {
  const topics = new Map<string, Topic>();
  for (const [key, value] of Object.entries(fieldsOf(root['channels']))) {
    const channel = resolved(root, value);
    const binding = fieldsOf(fieldsOf(channel['bindings'])['kafka']);
    const address = textOf(binding['topic']) ?? textOf(channel['address']) ?? key;
    const name = topicNameOf(address);
    if (name !== address)
      remarks.push(`The channel ${key} (${address}) is the topic ${name} here.`);
    const messages = Object.values(fieldsOf(channel['messages'])).map((each) =>
      resolved(root, each),
    );
    const payloads = messages
      .map((message) => payloadOf(root, message))
      .filter((each) => each !== null);
    if (payloads.length > 1)
      remarks.push(
        `${name} carries ${payloads.length} kinds of messages; its schema is any of them.`,
      );
    const schema = payloads.length > 1 ? { anyOf: payloads } : payloads[0];
    topics.set(key, { name, schema, rest: topicRest(channel, binding) });
  }
  return topics;
}

function topicRest(channel: Fields, binding: Fields): Fields {
  const config = {
    ...configOf(fieldsOf(binding['topicConfiguration'])),
    ...configOf(fieldsOf(channel['x-config'])),
  };
  return {
    ...told('title', textOf(channel['title'])),
    ...told('description', textOf(channel['description'])),
    ...told('partitions', countOf(binding['partitions'])),
    ...told('replication', countOf(binding['replicas'])),
    ...(Object.keys(config).length > 0 && { config }),
  };
}

function configOf(config: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.join(',') : String(value),
    ]),
  );
}

/** The JSON Schema of a message, its references put in place. */
function payloadOf(root: Fields, message: Fields): Fields | null {
  const payload = message['payload'];
  if (!isFields(payload)) return null;
  const own = resolved(root, payload);
  // Another schema language: `{ schemaFormat, schema }`.
  if ('schemaFormat' in own) {
    const isJson = /json|asyncapi/i.test(String(own['schemaFormat'])) && isFields(own['schema']);
    return isJson ? (inlined(root, own['schema'], []) as Fields) : null;
  }
  return inlined(root, own, []) as Fields;
}

/** Without references; one that leads back to itself is anything. */
function inlined(root: Fields, value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => inlined(root, each, path));
  if (!isFields(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'string') {
    if (path.includes(reference)) return {};
    return inlined(root, lookUp(root, reference), [...path, reference]);
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('x-'))
      .map(([key, each]) => [key, inlined(root, each, path)]),
  );
}

function servicesOf(
  root: Fields,
  topics: ReadonlyMap<string, Topic>,
  remarks: string[],
): readonly Service[] {
  const info = fieldsOf(root['info']);
  const services = new Map<string, Service>();
  const serviceNamed = (title: string): Service => {
    const known = services.get(title);
    if (known) return known;
    const taken = new Set([...services.values()].map(({ name }) => name));
    const tag = listOf(info['tags']).find((each) => fieldsOf(each)['name'] === title);
    const service: Service = {
      name: plainNameOf(title, taken, 'service'),
      title,
      description: textOf(fieldsOf(tag)['description']),
      group: undefined,
      receives: new Map(),
      sends: new Set(),
    };
    services.set(title, service);
    return service;
  };
  for (const [key, value] of Object.entries(fieldsOf(root['operations']))) {
    const operation = resolved(root, value);
    const topic = topicOfChannel(root, operation['channel'], topics);
    if (topic === null) {
      remarks.push(`The operation ${key} names no channel of this document.`);
      continue;
    }
    const [tag] = listOf(operation['tags']);
    const title =
      textOf(operation['x-service']) ??
      textOf(resolved(root, tag)['name']) ??
      textOf(info['title']) ??
      'service';
    const service = serviceNamed(title);
    const reply = topicOfChannel(root, fieldsOf(operation['reply'])['channel'], topics);
    if (operation['action'] === 'send') {
      service.sends.add(topic);
      if (reply !== null) service.receives.set(reply, service.receives.get(reply) ?? new Set());
    } else {
      const answers = service.receives.get(topic) ?? new Set<string>();
      if (reply !== null) answers.add(reply);
      service.receives.set(topic, answers);
    }
    service.group ??= groupOfBinding(operation);
  }
  return [...services.values()];
}

function groupOfBinding(operation: Fields): string | undefined {
  const group = fieldsOf(fieldsOf(fieldsOf(operation['bindings'])['kafka'])['groupId']);
  const [first] = listOf(group['enum']);
  return textOf(group['const']) ?? textOf(first) ?? textOf(group['default']);
}

function topicOfChannel(
  root: Fields,
  channel: unknown,
  topics: ReadonlyMap<string, Topic>,
): string | null {
  const reference = textOf(fieldsOf(channel)['$ref']);
  const key = reference === undefined ? undefined : /^#\/channels\/(.+)$/.exec(reference)?.[1];
  if (key !== undefined) return topics.get(unescaped(key))?.name ?? null;
  if (reference === undefined) return null;
  // A reference to components.channels: the channel that is the same one.
  const target = lookUp(root, reference);
  for (const [own, value] of Object.entries(fieldsOf(root['channels']))) {
    if (resolved(root, value) === target) return topics.get(own)?.name ?? null;
  }
  return null;
}

function serviceOf(
  service: Service,
  topics: ReadonlyMap<string, Topic>,
  remarks: string[],
): Fields {
  const { name, title, description, group, receives, sends } = service;
  const answered = new Set([...receives.values()].flatMap((each) => [...each]));
  const others = [...sends].filter((topic) => !answered.has(topic));
  const inputs = [...receives];
  if (inputs.length > 1 && others.length > 0) {
    remarks.push(
      `${title}: the document does not tell which of its ${inputs.length} inputs leads to ${others.join(', ')}; the first is drawn so.`,
    );
  }
  const consume = inputs.map(([topic, answers], index) => {
    const steps = [...answers, ...(index === 0 ? others : [])].map((to) => ({
      produce: { topic: to },
    }));
    return { topic, ...(steps.length > 0 && { steps }) };
  });
  const generate =
    inputs.length > 0 ? [] : others.map((topic) => generatorOf(topic, topics.get(topic)));
  return {
    name,
    title,
    ...told('description', description),
    ...told('group', consume.length > 0 ? group : undefined),
    ...(generate.length > 0 && { generate }),
    ...(consume.length > 0 && { consume }),
  };
}

/** Who only sends makes events of the form that the schema asks for. */
function generatorOf(topic: string, known: Topic | undefined): Fields {
  const value = sampleFields(known?.schema);
  return { topic, ratePerS, key: '$id', ...(value && { value }) };
}

function resolved(root: Fields, value: unknown): Fields {
  let at = fieldsOf(value);
  for (let depth = 0; depth < 20 && typeof at['$ref'] === 'string'; depth += 1) {
    at = fieldsOf(lookUp(root, at['$ref']));
  }
  return at;
}

/** What `#/a/b` means; nothing for what lies elsewhere. */
function lookUp(root: Fields, reference: string): unknown {
  if (!reference.startsWith('#/')) return {};
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => fieldsOf(at)[unescaped(key)], root);
}

function unescaped(key: string): string {
  return decodeURIComponent(key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function invalid(path: string, expected: string, found: string, line = 1, column = 1) {
  const file = 'AsyncAPI';
  const where = path === '' ? '' : ` at ${path}`;
  const message = `Expected ${expected}${where}, found ${found}`;
  return new ContractError(
    'scenario-invalid',
    { file, line, column, path, expected, found },
    message,
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

function told(name: string, value: string | number | undefined): Fields {
  return value === undefined ? {} : { [name]: value };
}
