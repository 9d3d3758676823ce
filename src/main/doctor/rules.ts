/** What is wrong with settings as they stand: a table of rules, each pure. */
import type { DoctorFinding, DoctorPlace, DoctorRule } from '../contract/doctor.ts';
import {
  isDockerHost,
  isLoopback,
  isServiceName,
  parseHostPort,
  splitAddresses,
  tidyAddress,
} from './addresses.ts';
import { isKnownKey, javaNames, nativeToJava, nearestKey, removedKeys } from './keys.ts';
import type { Entry, Parsed } from './parse.ts';
import { securityRules } from './rules-security.ts';
import { valueRules } from './rules-values.ts';

export type RuleInput = Parsed & {
  readonly place: DoctorPlace;
  readonly get: (name: string) => Entry | undefined;
  /** Of our own cluster, to fill an example with. */
  readonly example: string;
  readonly securityProtocol: string;
};

/** A finding before its line is put right: `put` is what takes the value's place. */
export type RawFinding = Pick<DoctorFinding, 'rule' | 'severity' | 'data'> & {
  readonly entry: Entry | null;
  readonly isKey?: boolean;
  readonly put?: string | undefined;
};

type Rule = (input: RuleInput) => readonly RawFinding[];

const registryPorts = [8081, 8085];
const httpPorts: { readonly [port: number]: string } = {
  8082: 'REST Proxy',
  8083: 'Kafka Connect',
  8088: 'ksqlDB',
  8080: 'HTTP',
  80: 'HTTP',
  443: 'HTTPS',
};
const zookeeperPort = 2181;

const addressRules: Rule = (input) => {
  const entry = input.get('bootstrap.servers');
  if (!entry) {
    const isClient = input.entries.some(({ name }) => javaNames.has(name));
    const isBroker = input.entries.some(({ name }) => name.startsWith('broker.'));
    if (!isClient || isBroker) return [];
    const data = { address: input.example };
    return [{ rule: 'bootstrap-missing', severity: 'error', data, entry: null }];
  }
  const parts = splitAddresses(entry.value.replaceAll(/^["']|["']$/g, ''));
  const find = (rule: DoctorRule, value: string, put?: string, more = {}): RawFinding => ({
    rule,
    severity: 'error',
    data: { value, fixed: put ?? '', host: value.replace(/:\d*$/, ''), ...more },
    entry,
    put: put === undefined ? undefined : entry.value.replace(value, put),
  });
  // A variable that is filled in elsewhere.
  if (parts.some((part) => /\$\{|\{\{|^<|%\w+%/.test(part))) return [];
  const findings: RawFinding[] = [];
  if (/;|\S\s+\S/.test(entry.value.replaceAll(/\s*,\s*/g, ','))) {
    findings.push({ ...find('bootstrap-separator', entry.value, parts.join(',')) });
  }
  for (const part of parts) findings.push(...addressFindings(part, find, input));
  return findings;
};

function addressFindings(
  part: string,
  find: (rule: DoctorRule, value: string, put?: string, more?: object) => RawFinding,
  { place, securityProtocol }: RuleInput,
): readonly RawFinding[] {
  const tidy = tidyAddress(part);
  if (/^[a-z_][\w+]*:\/\//i.test(part)) return [find('bootstrap-scheme', part, tidy)];
  if (!/:/.test(part)) return [find('bootstrap-port-missing', part, tidy)];
  const address = parseHostPort(part);
  if (!address) return [find('bootstrap-port-wrong', part)];
  const { host, port } = address;
  const at = (name: string, otherPort = port) => `${name}:${otherPort}`;
  if (port === zookeeperPort) return [find('port-zookeeper', part, at(host, 9092))];
  if (registryPorts.includes(port)) return [find('port-registry', part, at(host, 9092))];
  const what = httpPorts[port];
  if (what !== undefined && !(port === 443 && /SSL/.test(securityProtocol))) {
    return [find('port-http', part, at(host, 9092), { what })];
  }
  if (host === '0.0.0.0' || host === '::')
    return [find('bootstrap-wildcard', part, at('localhost'))];
  if (isLoopback(host) && place === 'container') {
    return [find('localhost-in-container', part, at('host.docker.internal'))];
  }
  if (isLoopback(host) && place === 'elsewhere') return [find('localhost-elsewhere', part)];
  if (isDockerHost(host) && place === 'here') {
    return [find('docker-host-outside', part, at('localhost'))];
  }
  if (isServiceName(host) && /kafka|broker|redpanda/i.test(host) && place === 'here') {
    return [{ ...find('service-name-outside', part, at('localhost')), severity: 'warning' }];
  }
  return [];
}

/** Keys that nobody reads; in code and in compose files other people's keys stand as well. */
const keyRules: Rule = ({ entries, format }) => {
  const isOurs = format === 'properties' || entries.some(({ name }) => isKnownKey(name));
  const seen = new Map<string, Entry>();
  return entries.flatMap((entry): RawFinding[] => {
    const { name, key } = entry;
    const removed = removedKeys[name];
    if (removed) {
      const put = removed.instead === '' ? undefined : removed.instead.replace('=', '');
      const data = { key, version: removed.version, instead: removed.instead };
      return [{ rule: 'key-removed', severity: 'error', data, entry, isKey: true, put }];
    }
    const before = seen.get(name);
    seen.set(name, entry);
    if (before && before.key === key && format === 'properties') {
      return [{ rule: 'key-twice', severity: 'warning', data: { key }, entry, isKey: true }];
    }
    if (isKnownKey(name) || !isOurs || name.startsWith('broker.')) return nativeRule(entry, format);
    const isDotted = /^[a-z][\w]*([.-]\w+)+$/i.test(name) || format === 'properties';
    if (!isDotted || /^(spring|server|logging|management|quarkus|mp)\./.test(key)) return [];
    const near = nearestKey(name);
    if (near !== null) {
      const put = asWritten(key, near);
      const data = { key, fixed: put };
      return [{ rule: 'key-typo', severity: 'error', data, entry, isKey: true, put }];
    }
    if (format !== 'properties') return [];
    return [{ rule: 'key-unknown', severity: 'info', data: { key }, entry, isKey: true }];
  });
};

/** librdkafka's words in a file that is Java's. */
function nativeRule(entry: Entry, format: Parsed['format']): RawFinding[] {
  const java = nativeToJava[entry.name];
  const isJava = format === 'properties' || format === 'yaml';
  if (java === undefined || !isJava || javaNames.has(entry.name)) return [];
  const data = { key: entry.key, client: 'librdkafka', fixed: java };
  return [{ rule: 'key-other-client', severity: 'warning', data, entry, isKey: true, put: java }];
}

/** In the way the wrong one is written: with dashes, in capitals. */
function asWritten(key: string, name: string): string {
  if (/^[A-Z][A-Z0-9_]+$/.test(key)) {
    const prefix = /^(SPRING_KAFKA_|KAFKA_)/.exec(key)?.[0] ?? '';
    return prefix + name.toUpperCase().replaceAll('.', '_');
  }
  return name;
}

const composeRules: Rule = ({ entries }) =>
  entries.flatMap((entry): RawFinding[] => {
    if (entry.name !== 'broker.advertised.listeners') return [];
    const listeners = entry.value.split(',').map((part) => part.trim());
    const wildcard = listeners.find((part) => /\/\/(0\.0\.0\.0|::|):/.test(part));
    if (wildcard) {
      const put = entry.value.replace(/\/\/(0\.0\.0\.0|::|):/, '//localhost:');
      const data = { value: wildcard, fixed: put };
      return [{ rule: 'advertised-wildcard', severity: 'error', data, entry, put }];
    }
    const isAllLocal = listeners.every((part) => /\/\/(localhost|127\.[\d.]+):/.test(part));
    if (!isAllLocal) return [];
    const fixed = 'INTERNAL://kafka:29092,EXTERNAL://localhost:9092';
    const data = { value: entry.value, fixed };
    return [{ rule: 'compose-advertised-localhost', severity: 'warning', data, entry }];
  });

/** The gravest first; of one kind in the order of the text. */
export function applyRules(input: RuleInput): readonly RawFinding[] {
  const rules: readonly Rule[] = [addressRules, keyRules, composeRules, securityRules, valueRules];
  const order = ['error', 'warning', 'info'];
  return rules
    .flatMap((rule) => rule(input))
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
