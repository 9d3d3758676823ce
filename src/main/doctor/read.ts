/** What a pasted text says by itself, with what to write instead. Pure. */
import type { DoctorFinding, DoctorPlace, DoctorReading } from '../contract/doctor.ts';
import { splitAddresses, tidyAddress } from './addresses.ts';
import { addressesIn, errorFindings } from './error-lines.ts';
import { isKnownKey, isSecretKey, nearestKey } from './keys.ts';
import { type Entry, parseSettings, type Parsed } from './parse.ts';
import { applyRules, type RawFinding, type RuleInput } from './rules.ts';

const dots = '••••••';

export type Read = DoctorReading & {
  /** With its secrets: not for the screen. */
  readonly login: {
    readonly mechanism: string;
    readonly username: string;
    readonly password: string;
  } | null;
};

/** `example` is an address that would work. */
export function readText(text: string, place: DoctorPlace, example: string): Read {
  const input = ruleInput(text, place, example);
  const { get, securityProtocol, ...parsed } = input;
  const mask = maskOf(text, parsed.entries);
  const raw = applyRules(input);
  const written = get('bootstrap.servers')?.value ?? '';
  const named =
    written === '' ? addressesIn(text) : splitAddresses(written.replaceAll(/["'[\]]/g, ''));
  const login = loginOf(get);
  return {
    format: parsed.format,
    masked: mask(text),
    settings: parsed.entries
      .filter(({ name }) => isKnownKey(name) || name.startsWith('broker.') || name === 'ssl')
      .map(({ name, key, value, at }) => ({
        ...at,
        name,
        key,
        value: isSecretKey(name) ? dots : value,
      })),
    bootstrap: [...new Set(named.filter((part) => !/\$|\{|</.test(part)).map(tidyAddress))],
    securityProtocol,
    hasCredentials: login !== null,
    findings: [
      ...raw.map((finding) => withLine(finding, text, mask)),
      ...(parsed.entries.length === 0 || /error|exception/i.test(text) ? errorFindings(text) : []),
    ],
    corrected: corrected(text, place, example, mask),
    login,
  };
}

function ruleInput(text: string, place: DoctorPlace, example: string): RuleInput {
  const parsed = parseSettings(text);
  const get = (name: string) =>
    parsed.entries.findLast((entry) => entry.name === name) ??
    // What it was meant to be, so that the rest is judged as it was meant.
    parsed.entries.findLast((entry) => !isKnownKey(entry.name) && nearestKey(entry.name) === name);
  return { ...parsed, place, get, example, securityProtocol: protocolOf(parsed, get) };
}

const roundsMax = 6;

/** Put right until nothing is left that can be; null: there was nothing. */
function corrected(
  text: string,
  place: DoctorPlace,
  example: string,
  mask: (part: string) => string,
): string | null {
  let current = text;
  for (let round = 0; round < roundsMax; round += 1) {
    const next = correctedOnce(current, applyRules(ruleInput(current, place, example)));
    if (next === null) break;
    current = next;
  }
  return current === text ? null : mask(current);
}

/** KafkaJS and the like say it by `ssl: true` and `sasl: {…}`. */
function protocolOf(parsed: Parsed, get: RuleInput['get']): string {
  const written = get('security.protocol')?.value.replaceAll(/["']/g, '').trim().toUpperCase();
  if (written !== undefined && written !== '') return written;
  if (parsed.format !== 'code' && parsed.format !== 'json') return 'PLAINTEXT';
  const ssl = get('ssl')?.value;
  const isTls = ssl !== undefined && ssl !== 'false';
  const isSasl = get('sasl.mechanism') !== undefined;
  return `${isSasl ? 'SASL_' : ''}${isTls ? 'SSL' : 'PLAINTEXT'}`;
}

function loginOf(get: RuleInput['get']): Read['login'] {
  const jaas = get('sasl.jaas.config')?.value ?? '';
  const inJaas = (name: string) => new RegExp(`${name}\\s*=\\s*\\\\?"([^"\\\\]*)`).exec(jaas)?.[1];
  const username = get('sasl.username')?.value ?? inJaas('username');
  const password = get('sasl.password')?.value ?? inJaas('password');
  const mechanism = (get('sasl.mechanism') ?? get('sasl.mechanisms'))?.value.toUpperCase();
  if (username === undefined || password === undefined) return null;
  return { mechanism: mechanism ?? 'PLAIN', username, password };
}

/** Replaces every secret of the text, wherever it stands. */
function maskOf(text: string, entries: readonly Entry[]): (part: string) => string {
  const secrets = new Set<string>();
  for (const { name, key, value } of entries) {
    if (!isSecretKey(name) && !isSecretKey(key)) continue;
    if (name === 'sasl.jaas.config') {
      for (const [, secret = ''] of value.matchAll(
        /(?:password|secret|token)\w*\s*=\s*\\?"([^"\\]*)/gi,
      ))
        secrets.add(secret);
    } else secrets.add(value.replaceAll(/^["']|["']$/g, ''));
  }
  // What no setting was recognised in may hold one nevertheless.
  const loose = /(?:password|passwd|secret|token)["']?\s*[=:]\s*\\?["']?([^\s"',;\\]+)/gi;
  for (const [, secret = ''] of text.matchAll(loose)) secrets.add(secret);
  const ordered = [...secrets]
    .filter((secret) => secret.length > 0 && !/^(\$\{|null$|true$|false$)/.test(secret))
    .sort((a, b) => b.length - a.length);
  return (part) =>
    ordered
      .reduce((masked, secret) => masked.replaceAll(secretPattern(secret), dots), part)
      .replaceAll(/(-----BEGIN [\w ]*PRIVATE KEY-----)[\s\S]*?(-----END)/g, `$1${dots}$2`);
}

/** A short secret is found only where a value stands: as a letter it is everywhere. */
function secretPattern(secret: string): RegExp {
  const plain = secret.replaceAll(/[$()*+./?[\\\]^{|}-]/g, '\\$&');
  return new RegExp(secret.length >= 6 ? plain : `(?<=[=:"'\\s])${plain}(?=["';,\\s\\\\]|$)`, 'gm');
}

function withLine(
  finding: RawFinding,
  text: string,
  mask: (part: string) => string,
): DoctorFinding {
  const { rule, severity, data, entry } = finding;
  const span = entry === null ? null : finding.isKey ? entry.keyAt : entry.at;
  const line = span === null ? '' : (text.split('\n')[span.line - 1] ?? '');
  const fixed = put(line, finding);
  return {
    rule,
    severity,
    span,
    data: Object.fromEntries(
      Object.entries(data).map(([name, value]) => [
        name,
        typeof value === 'string' ? mask(value) : value,
      ]),
    ),
    fixedLine: fixed === null ? null : mask(fixed),
  };
}

/** The line with the new text in the place of the old; null when nothing is to be put there. */
function put(line: string, { entry, isKey, put: text }: RawFinding): string | null {
  if (entry === null || text === undefined) return null;
  const { column, length } = isKey ? entry.keyAt : entry.at;
  const from = column - 1;
  const old = line.slice(from, from + length);
  // A list in code keeps its brackets and quotes.
  const next = !isKey && /[[\]"']/.test(old) ? listLike(old, entry.value, text) : text;
  return line.slice(0, from) + next + line.slice(from + length);
}

function listLike(old: string, value: string, text: string): string {
  if (old.includes(value)) return old.replace(value, text);
  const [before, after] = [value.split(','), text.split(',')];
  return before.reduce((line, part, index) => line.replace(part, after[index] ?? ''), old);
}

/** One value is put right once; the next round finds what is left. From the end of each line. */
function correctedOnce(text: string, findings: readonly RawFinding[]): string | null {
  const lines = text.split('\n');
  const done = new Set<string>();
  const placed = findings
    .filter(({ entry, put: next }) => entry !== null && next !== undefined)
    .toSorted((a, b) => columnOf(b) - columnOf(a));
  for (const finding of placed) {
    const line = finding.entry?.at.line ?? 0;
    const key = `${line} ${columnOf(finding)}`;
    const before = lines[line - 1] ?? '';
    const fixed = put(before, finding);
    if (fixed === null || fixed === before || done.has(key)) continue;
    done.add(key);
    lines[line - 1] = fixed;
  }
  return done.size > 0 ? lines.join('\n') : null;
}

function columnOf({ entry, isKey }: RawFinding): number {
  return (isKey ? entry?.keyAt.column : entry?.at.column) ?? 0;
}
