import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ScenarioDefinition } from '../../../src/scenario/definition/scenario.ts';
import { asyncApiDocument, asyncApiFiles } from '../../../src/scenario/export/asyncapi.ts';
import { composeFiles } from '../../../src/scenario/export/compose.ts';
import { mermaidText } from '../../../src/scenario/export/mermaid.ts';
import { terraformText, topicScript } from '../../../src/scenario/export/topics.ts';
import { loadScenario } from '../../../src/scenario/load.ts';

const folder = new URL('../../../resources/scenarios/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.rivulet.yaml'));
const load = (file: string) => loadScenario(readFileSync(new URL(file, folder), 'utf8'), file);
const shop = load('e-commerce.rivulet.yaml');

/** The official schema names its parts by ids of their own; formats are notes there. */
const specs = createRequire(import.meta.url)('@asyncapi/specs') as {
  readonly schemas: { readonly [version: string]: object };
};
const ajv = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false });
const isAsyncApi = ajv.compile(specs.schemas['3.0.0'] as object);

const strange: ScenarioDefinition = {
  format: 2,
  name: 'strange',
  title: 'A "quoted" <title>',
  topics: [
    { name: 'a.b', config: { 'cleanup.policy': 'compact,delete', 'retention.ms': '-1' } },
    { name: 'a_b', partitions: 1, replication: 2, config: { 'x.y': "it's ${a} %{b}" } },
    { name: '0-start', schema: { type: 'object', properties: { n: { type: 'integer' } } } },
  ],
  services: [
    {
      name: 'one',
      consume: [{ topic: 'a.b', deadLetter: '0-start', steps: [{ produce: { topic: 'a_b' } }] }],
    },
  ],
  notes: [{ name: 'hint', text: 'Two\nlines' }],
  frames: [{ name: 'all', members: ['service/one', 'topic/a_b'] }],
  links: [{ from: 'note/hint', to: 'service/one', title: 'see' }],
};

describe('the AsyncAPI document', () => {
  it.each(files)('of %s is valid', (file) => {
    isAsyncApi(asyncApiDocument(load(file)));
    expect(isAsyncApi.errors ?? []).toEqual([]);
  });

  it('is valid with whatever names, configs and schemas', () => {
    isAsyncApi(asyncApiDocument(strange));
    expect(isAsyncApi.errors ?? []).toEqual([]);
  });

  it('can tell a document that is not', () => {
    expect(isAsyncApi({ ...asyncApiDocument(shop), channels: { orders: { address: 3 } } })).toBe(
      false,
    );
  });

  it('has every topic, who sends and receives, groups and fields', () => {
    const [file] = asyncApiFiles(shop);
    const text = parse(file?.text ?? '');
    expect(Object.keys(text.channels)).toEqual(shop.topics.map(({ name }) => name));
    expect(text.operations['payment-receives-orders']).toMatchObject({
      action: 'receive',
      channel: { $ref: '#/channels/orders' },
      bindings: { kafka: { groupId: { enum: ['payment-service'] } } },
    });
    expect(text.operations['payment-sends-orders_dlq'].action).toBe('send');
    expect(text.components.schemas.orders.required).toContain('orderId');
    expect(text.components.schemas.orders.properties.type).toEqual({
      type: 'string',
      enum: ['OrderPlaced'],
    });
  });
});

describe('the Mermaid drawing', () => {
  it('has each service, topic and edge once', () => {
    const text = mermaidText(shop);
    const id = (label: string) => new RegExp(`(\\w+)\\[.*"${label}"`).exec(text)?.[1];
    expect(text).toContain(`  ${id('orders')} --> ${id('Payment service')}\n`);
    expect(text).toContain(`  ${id('Payment service')} -. gives up .-> ${id('orders.dlq')}\n`);
    expect(text.match(/:::service/g)).toHaveLength(shop.services.length);
    expect(text.match(/:::topic/g)).toHaveLength(shop.topics.length);
  });

  it('escapes words and keeps frames, notes and links', () => {
    const text = mermaidText(strange);
    expect(text).toContain('subgraph frame_all["all"]');
    expect(text).toContain('n1>"Two lines"]:::note');
    expect(text).toContain('  n1 -. "see" .- s1\n');
    expect(text).toContain('title: "A \\"quoted\\" <title>"');
  });
});

describe('the topic script', () => {
  it('asks for what the drawing says, whatever the names and values are', () => {
    const place = mkdtempSync(join(tmpdir(), 'rivulet-export-'));
    try {
      const program = join(place, 'topics');
      writeFileSync(program, `#!/bin/sh\nfor word in "$@"; do printf '%s|' "$word"; done; echo\n`, {
        mode: 0o755,
      });
      const script = join(place, 'create-topics.sh');
      writeFileSync(script, topicScript(strange));
      const env = { ...process.env, KAFKA_TOPICS: program, BOOTSTRAP: 'b:1', REPLICATION: '1' };
      const out = execFileSync('bash', [script], { env, encoding: 'utf8' });
      const begin = '--bootstrap-server|b:1|--create|--if-not-exists|--topic|';
      expect(out.trimEnd().split('\n')).toEqual([
        `${begin}a.b|--partitions|3|--replication-factor|1|--config|cleanup.policy=compact,delete|--config|retention.ms=-1|`,
        `${begin}a_b|--partitions|1|--replication-factor|1|--config|x.y=it's \${a} %{b}|`,
        `${begin}0-start|--partitions|3|--replication-factor|1|`,
      ]);
    } finally {
      rmSync(place, { recursive: true });
    }
  });
});

describe('the Terraform file', () => {
  it('has a resource for each topic, with labels of its own', () => {
    const text = terraformText(strange);
    const labels = [...text.matchAll(/resource "kafka_topic" "([^"]+)"/g)].map(
      ([, label]) => label,
    );
    expect(labels).toEqual(['a_b', 'a_b_2', '_0-start']);
    expect(text).toContain(`"x.y" = "it's $\${a} %%{b}"`);
    expect(text).toContain('replication_factor = min(2, var.replication_factor)');
  });
});

describe('the compose file', () => {
  it('has three nodes that know each other, and creates the topics', () => {
    const [compose, script] = composeFiles(shop);
    const { services, volumes } = parse(compose?.text ?? '');
    expect(Object.keys(services)).toEqual(['kafka-1', 'kafka-2', 'kafka-3', 'topics']);
    expect(Object.keys(volumes)).toEqual(['kafka-1', 'kafka-2', 'kafka-3']);
    const ids = new Set(
      [1, 2, 3].map((id) => services[`kafka-${id}`].environment.CLUSTER_ID as string),
    );
    expect([...ids]).toHaveLength(1);
    expect(Buffer.from([...ids][0] ?? '', 'base64url')).toHaveLength(16);
    expect(script?.path).toBe('create-topics.sh');
  });
});
