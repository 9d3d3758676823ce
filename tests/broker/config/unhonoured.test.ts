import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokerKeys } from '../../../src/broker/config/broker-keys.ts';
import { camelCase } from '../../../src/broker/config/keys.ts';
import { replicationQuotaKeys } from '../../../src/broker/config/quota-keys.ts';
import { startWarnings } from '../../../src/broker/config/start-warnings.ts';
import { topicKeys, topicSynonyms } from '../../../src/broker/config/topic-keys.ts';
import { whyUnhonoured } from '../../../src/broker/config/unhonoured.ts';

const root = new URL('../../../src/broker', import.meta.url).pathname;

/** The engine's sources, but for those that only declare, check or describe configs. */
function sources(): string {
  const isAboutConfigs = /^(config\/|config\.ts$|metadata\/(broker-config|describe-configs))/;
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !isAboutConfigs.test(path))
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
}

const engine = sources();
const words = new Set(engine.match(/\w+/g));
const isRead = (name: string): boolean =>
  words.has(camelCase(name)) || engine.includes(`'${name}'`) || engine.includes(`.${name}\``);

/** Read where a topic takes its values from (config.ts). */
const defaults = readFileSync(join(root, 'config.ts'), 'utf8');
const isDefault = (name: string): boolean => new RegExp(`\\b${camelCase(name)}\\b`).test(defaults);

describe('what has no effect', () => {
  const topics = Object.keys(topicKeys).filter((name) => name !== 'internal.segment.bytes');

  it('are the topic keys that nothing reads', () => {
    const wrong = topics.filter((name) => isRead(name) === (whyUnhonoured(name) !== undefined));
    expect(wrong).toEqual([]);
  });

  it('are the broker keys that nothing reads, and that no topic reads instead', () => {
    const ofTopics = new Set(
      topics
        .filter((name) => whyUnhonoured(name) === undefined)
        .map((name) => topicSynonyms[name])
        .filter((name) => name !== undefined),
    );
    const isTopicDefault = (name: string): boolean =>
      ofTopics.has(name) || /^log\.(retention|roll|roll\.jitter)\.(minutes|hours)$/.test(name);
    const wrong = Object.keys({ ...brokerKeys, ...replicationQuotaKeys }).filter((name) => {
      const hasEffect = isRead(name) || (isTopicDefault(name) && isDefault(name));
      return hasEffect === (whyUnhonoured(name) !== undefined);
    });
    expect(wrong).toEqual([]);
  });

  it('is told when a broker starts with it', () => {
    const given = {
      'num.io.threads': '16',
      'num.network.threads': '3',
      'ssl.protocol': 'TLSv1.2',
      'log.retention.ms': '5',
      'no.such.key': '1',
      listeners: 'PLAINTEXT://:1',
      'node.id': '1',
    };
    expect(startWarnings(given, { listeners: 'PLAINTEXT://:9', 'node.id': '1' })).toEqual([
      'num.io.threads is given, but has no effect: all requests of a broker are served on one event loop, and disks by the thread pool of its process',
      'ssl.protocol is given, but has no effect: connections are not encrypted yet',
      'no.such.key is given, but has no effect: no such key is known',
      'listeners is given, but has no effect: it is PLAINTEXT://:9 for a broker of this cluster',
    ]);
  });
});
