import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asyncApiFiles } from '../../../src/scenario/export/asyncapi.ts';
import { importAsyncApi } from '../../../src/scenario/import/asyncapi.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import { groupOf, producedTopics, readTopics } from '../../../src/scenario/service-links.ts';

const folder = new URL('../../../resources/scenarios/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.rivulet.yaml'));

/** As teams write them: one application, references, two messages, parameters, a reply. */
const foreign = `
asyncapi: 3.0.0
info: { title: Account Service, version: 1.0.0, description: Keeps accounts. }
channels:
  userSignedUp:
    address: 'user/{userId}/signedup'
    messages:
      signedUp: { $ref: '#/components/messages/SignedUp' }
      invited: { payload: { type: object, properties: { by: { type: string } } } }
    bindings: { kafka: { partitions: 12, replicas: 2, topicConfiguration: { cleanup.policy: [compact, delete], retention.ms: 604800000 } } }
  welcome: { address: welcome.mail, messages: { mail: { payload: { type: object, properties: { text: { type: string } } } } } }
  ask: { address: ask }
  answer: { address: answer }
operations:
  onSignUp:
    action: receive
    channel: { $ref: '#/channels/userSignedUp' }
    bindings: { kafka: { groupId: { type: string, enum: [accounts] } } }
  sendWelcome: { action: send, channel: { $ref: '#/channels/welcome' } }
  onAsk:
    action: receive
    channel: { $ref: '#/channels/ask' }
    reply: { channel: { $ref: '#/channels/answer' } }
components:
  messages:
    SignedUp: { payload: { $ref: '#/components/schemas/User' } }
  schemas:
    User: { type: object, properties: { id: { type: string, format: uuid }, friend: { $ref: '#/components/schemas/User' } } }
`;

describe('an AsyncAPI document', () => {
  it('of another team becomes topics, a service and its remarks', () => {
    const { name, source, remarks } = importAsyncApi(foreign);
    const scenario = loadScenario(source, 'imported');
    expect(name).toBe('account-service');
    expect(scenario.topics[0]).toMatchObject({
      name: 'user-userId-signedup',
      partitions: 12,
      replication: 2,
      config: { 'cleanup.policy': 'compact,delete', 'retention.ms': '604800000' },
      schema: {
        anyOf: [{ properties: { id: { format: 'uuid' }, friend: {} } }, { properties: { by: {} } }],
      },
    });
    const [service] = scenario.services;
    expect(scenario.services).toHaveLength(1);
    expect(service).toMatchObject({ name: 'account-service', group: 'accounts' });
    expect(service?.consume).toEqual([
      { topic: 'user-userId-signedup', steps: [{ produce: { topic: 'welcome.mail' } }] },
      { topic: 'ask', steps: [{ produce: { topic: 'answer' } }] },
    ]);
    expect(remarks.join('\n')).toContain('user/{userId}/signedup');
    expect(remarks.join('\n')).toContain('welcome.mail');
  });

  it('of one who only sends makes events of the form that is asked for', () => {
    const { source } = importAsyncApi(`
asyncapi: 3.0.0
info: { title: Sensors, version: '1' }
channels:
  t:
    address: temperature
    messages:
      m:
        payload:
          type: object
          properties:
            at: { type: string, format: date-time }
            celsius: { type: number, minimum: -20, maximum: 40 }
            room: { enum: [hall, cellar] }
            tags: { type: array, items: { type: string } }
operations:
  send: { action: send, channel: { $ref: '#/channels/t' } }
`);
    const [generator] = loadScenario(source, 'sensors').services[0]?.generate ?? [];
    expect(generator).toMatchObject({
      topic: 'temperature',
      value: { at: '$timestamp', celsius: '$int(-20, 40)', room: '$pick(["hall","cellar"])' },
    });
  });

  it.each(files)('that %s was exported as gives the same picture back', (file) => {
    const before = loadScenario(readFileSync(new URL(file, folder), 'utf8'), file);
    const { name, source } = importAsyncApi(asyncApiFiles(before)[0]?.text ?? '');
    const after = loadScenario(source, file);
    expect(name).toBe(before.name);
    const picture = ({ topics, services }: typeof before) => ({
      topics: topics.map((topic) => [topic.name, topic.partitions ?? 3]),
      services: services
        .filter((each) => readTopics(each).length + producedTopics(each).length > 0)
        .map((each) => ({
          name: each.name,
          group: readTopics(each).length > 0 && groupOf(each),
          reads: readTopics(each).toSorted(),
          writes: producedTopics(each).toSorted(),
        }))
        .toSorted((left, right) => left.name.localeCompare(right.name)),
    });
    expect(picture(after)).toEqual(picture(before));
  });

  it.each([
    ['nothing', ''],
    ['a list', '- 1'],
    ['another version', 'asyncapi: 2.6.0\ninfo: {}'],
    ['no version', 'openapi: 3.0.0'],
    ['no YAML', 'a: [1'],
  ])('is told from %s', (_what, text) => {
    expect(() => importAsyncApi(text)).toThrow(
      expect.objectContaining({ code: 'scenario-invalid' }),
    );
  });

  it('may lead back to itself without an end', () => {
    const loop = `asyncapi: 3.0.0
info: { title: Loop }
channels: { a: { $ref: '#/channels/b' }, b: { $ref: '#/channels/a' } }
operations: { o: { $ref: '#/operations/o' } }
`;
    expect(importAsyncApi(loop).name).toBe('loop');
  });
});
