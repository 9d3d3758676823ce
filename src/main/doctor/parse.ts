/** Settings out of whatever was pasted: properties, YAML, JSON, variables, code, compose files. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { DoctorFormat, TextSpan } from '../contract/doctor.ts';
import { canonicalName, isKnownKey } from './keys.ts';

export type Entry = {
  readonly name: string;
  readonly key: string;
  readonly value: string;
  /** Where the value stands, quotes left out. */
  readonly at: TextSpan;
  /** Where the key stands. */
  readonly keyAt: TextSpan;
};

export type Parsed = { readonly format: DoctorFormat; readonly entries: readonly Entry[] };

export function parseSettings(text: string): Parsed {
  const format = formatOf(text);
  switch (format) {
    case 'empty':
    case 'log':
      return { format, entries: [] };
    case 'yaml':
    case 'compose':
    case 'json':
      return { format, entries: treeEntries(text) };
    case 'env':
      return {
        format,
        entries: lineEntries(
          text,
          /^\s*(?:export\s+|set\s+|ENV\s+|-e\s+)?()([A-Za-z_]\w*)\s*[= ]\s*(.*)$/,
        ),
      };
    case 'properties':
      return { format, entries: lineEntries(text, /^(\s*)([^\s=:#!][^\s=:]*)\s*[=: ]\s*(.*)$/) };
    case 'code':
      return { format, entries: codeEntries(text) };
  }
}

function formatOf(text: string): DoctorFormat {
  const trimmed = text.trim();
  if (trimmed === '') return 'empty';
  const lines = trimmed.split('\n').map((line) => line.trim());
  const meant = lines.filter((line) => line !== '' && !/^(#|!|\/\/)/.test(line));
  const share = (pattern: RegExp) =>
    meant.filter((line) => pattern.test(line)).length / Math.max(1, meant.length);
  if (/^[{[]/.test(trimmed) && isJson(trimmed)) return 'json';
  if (isLog(trimmed)) return 'log';
  if (/^services:/m.test(trimmed) && /image:|environment:|build:/.test(trimmed)) return 'compose';
  if (share(/^(export |set |ENV |-e )?[A-Z][A-Z0-9_]+=/) > 0.6) return 'env';
  if (isCode(trimmed)) return 'code';
  if (share(/^[\w.-]+\s*=/) > 0.5) return 'properties';
  if (/^[\w.-]+:(\s|$)/m.test(trimmed) && isTree(trimmed)) return 'yaml';
  return share(/^[\w.-]+\s*[=:]/) > 0.4 ? 'properties' : 'log';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isLog(text: string): boolean {
  return (
    /^\s*at [\w.$<>]+\(/m.test(text) ||
    /Exception|Traceback|KafkaJS\w*Error|%\d\|\d+|\b(ERROR|WARN|FATAL)\b|panic:|\d{2}:\d{2}:\d{2}[.,]\d{3}/.test(
      text,
    )
  );
}

function isCode(text: string): boolean {
  return (
    /\bnew \w+\(|\b(const|let|var|import|from|def|func|val|package|public)\b .*[=({;]|\.(put|set|setProperty)\(|:=|=> |kgo\.|sarama\.|\w+\(\s*\{|^\s*['"][\w.]+['"]\s*[:,]/m.test(
      text,
    ) && !/^spring:/m.test(text)
  );
}

function isTree(text: string): boolean {
  const document = parseDocument(text, { logLevel: 'silent' });
  return document.errors.length === 0 && isMap(document.contents);
}

/** One setting per line; a properties value goes on behind a backslash. */
function lineEntries(text: string, pattern: RegExp): readonly Entry[] {
  const entries: Entry[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const raw = (lines[index] ?? '').replace(/\r$/, '');
    if (/^\s*(#|!|$)/.test(raw)) continue;
    const match = pattern.exec(raw);
    const [, , key, rest = ''] = match ?? [];
    if (!match || key === undefined) continue;
    let value = rest.trimEnd();
    const line = index + 1;
    const column = raw.lastIndexOf(value) + 1;
    const length = value.length;
    while (value.endsWith('\\') && index + 1 < lines.length) {
      index += 1;
      value = value.slice(0, -1) + (lines[index] ?? '').trim();
    }
    entries.push({
      name: canonicalName(key),
      key,
      value,
      at: { line, column, length },
      keyAt: { line, column: raw.indexOf(key) + 1, length: key.length },
    });
  }
  return entries;
}

/** YAML, of which JSON is a part; `environment` of compose files holds lines of its own. */
function treeEntries(text: string): readonly Entry[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'silent' });
  const entries: Entry[] = [];
  const spanOf = (range: readonly number[] | null | undefined): TextSpan => {
    const [from = 0, to = 0] = range ?? [];
    const quoted = /^["']/.test(text.slice(from, from + 1)) ? 1 : 0;
    const { line, col } = counter.linePos(from);
    return { line, column: col + quoted, length: Math.max(0, to - from - 2 * quoted) };
  };
  const visit = (node: unknown, path: readonly string[], keyAt: TextSpan | null): void => {
    if (isMap(node)) {
      for (const pair of node.items) {
        const at = isScalar(pair.key) ? spanOf(pair.key.range) : null;
        visit(pair.value, [...path, String(isScalar(pair.key) ? pair.key.value : pair.key)], at);
      }
    } else if (isSeq(node)) {
      const scalars = node.items.filter(isScalar);
      const isList = scalars.length === node.items.length && scalars.length > 0;
      if (isList && path.at(-1) !== 'environment' && keyAt) {
        const at = spanOf([scalars[0]?.range?.[0] ?? 0, scalars.at(-1)?.range?.[1] ?? 0]);
        entries.push(entryOf(path, scalars.map(({ value }) => String(value)).join(','), at, keyAt));
        return;
      }
      for (const item of node.items) visit(item, path, null);
    } else if (isScalar(node)) {
      const at = spanOf(node.range);
      const [, key, value] = /^([A-Za-z_][\w.]*)=(.*)$/.exec(String(node.value)) ?? [];
      if (!keyAt && key !== undefined && value !== undefined) {
        const valueAt = { ...at, column: at.column + key.length + 1, length: value.length };
        entries.push(entryOf([key], value, valueAt, { ...at, length: key.length }));
      } else if (keyAt) entries.push(entryOf(path, String(node.value ?? ''), at, keyAt));
    }
  };
  visit(document.contents, [], null);
  return entries;
}

/** The longest end of the path that is a setting; compose's own keys are none. */
function entryOf(path: readonly string[], value: string, at: TextSpan, keyAt: TextSpan): Entry {
  const joined = path.join('.');
  const spring = canonicalName(joined);
  if (isKnownKey(spring)) return { name: spring, key: joined, value, at, keyAt };
  for (let from = 0; from < path.length; from += 1) {
    const key = path.slice(from).join('.');
    const name = canonicalName(key);
    if (isKnownKey(name) || name.startsWith('broker.')) return { name, key, value, at, keyAt };
  }
  const key = path.at(-1) ?? '';
  const inKafka = /(^|\.)(kafka|producer|consumer)\b/.test(joined) ? joined : key;
  return { name: canonicalName(key), key: inKafka, value, at, keyAt };
}

/** `'bootstrap.servers': '…'`, `props.put(X_CONFIG, "…")`, `brokers: ['…']`, `SeedBrokers("…")`. */
const codePatterns: readonly RegExp[] = [
  /(['"])(?<key>[a-z][\w]*(?:\.[\w]+)+)\1\s*[:,=]>?\s*(?<value>\[[^\]]*\]|"[^"]*"|'[^']*'|[\w.-]+)/gi,
  /\b(?<key>[A-Z][A-Z_]+_CONFIG)\s*[,:=\]]+\s*(?<value>"[^"]*"|'[^']*'|[\w.-]+)/g,
  /\b(?<key>brokers|clientId|groupId|mechanism|username|password|ssl|acks|sessionTimeout|heartbeatInterval|idempotent|maxInFlightRequests|bootstrapServers|bootstrapBrokers|bootstrap_servers|client_id|group_id|security_protocol|sasl_mechanism|sasl_plain_username|sasl_plain_password|auto_offset_reset|BootstrapServers|SecurityProtocol|SaslMechanism|SaslUsername|SaslPassword|GroupId|AutoOffsetReset)\s*[:=]\s*(?<value>\[[^\]]*\]|"[^"]*"|'[^']*'|`[^`]*`|[\w.-]+)/g,
  /\b(?<key>SeedBrokers|NewSyncProducer|NewAsyncProducer|NewConsumer|NewClient|NewConsumerGroup)\s*\(\s*(?<value>\[\]string\{[^}]*\}|(?:"[^"]*"\s*,?\s*)+)/g,
  /\.set\(\s*(?<value0>)"(?<key>[\w.]+)"\s*,\s*(?<value>"[^"]*")/g,
];

function codeEntries(text: string): readonly Entry[] {
  const found = new Map<number, Entry>();
  for (const pattern of codePatterns) {
    for (const match of text.matchAll(pattern)) {
      const { key = '', value = '' } = match.groups ?? {};
      const from = match.index + match[0].lastIndexOf(value);
      if (found.has(from)) continue;
      const keyFrom = match.index + match[0].indexOf(key);
      const inner = /^["'`]/.test(value) ? 1 : 0;
      const name = /^New|^Seed/.test(key) ? 'bootstrap.servers' : canonicalName(key);
      found.set(from, {
        name,
        key,
        value: plainValue(value),
        at: spanAt(text, from + inner, value.length - 2 * inner),
        keyAt: spanAt(text, keyFrom, key.length),
      });
    }
  }
  return [...found].sort(([left], [right]) => left - right).map(([, entry]) => entry);
}

/** Text without its quotes, a list as one text with commas. */
function plainValue(value: string): string {
  const items = [...value.matchAll(/"([^"]*)"|'([^']*)'|`([^`]*)`/g)].map(
    ([, double, single, back]) => double ?? single ?? back ?? '',
  );
  return items.length > 0 ? items.join(',') : value;
}

function spanAt(text: string, from: number, length: number): TextSpan {
  const before = text.slice(0, from);
  const line = before.split('\n').length;
  return { line, column: from - before.lastIndexOf('\n'), length };
}
