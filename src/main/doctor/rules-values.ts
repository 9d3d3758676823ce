/** Rules about single values and about values that do not go together. */
import type { Entry } from './parse.ts';
import type { RawFinding, RuleInput } from './rules.ts';

const allowed: { readonly [name: string]: readonly string[] } = {
  acks: ['all', '-1', '0', '1'],
  'auto.offset.reset': ['earliest', 'latest', 'none'],
  'security.protocol': ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'],
  'compression.type': ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
  'isolation.level': ['read_uncommitted', 'read_committed'],
  'enable.auto.commit': ['true', 'false'],
  'enable.idempotence': ['true', 'false'],
  'allow.auto.create.topics': ['true', 'false'],
  'group.protocol': ['classic', 'consumer'],
};
/** What was meant, where that is known; librdkafka still takes some of them. */
const meant: { readonly [value: string]: string } = {
  smallest: 'earliest',
  beginning: 'earliest',
  largest: 'latest',
  end: 'latest',
  '2': 'all',
  tls: 'SSL',
  plain: 'PLAINTEXT',
  sasl: 'SASL_PLAINTEXT',
  yes: 'true',
  on: 'true',
  no: 'false',
  off: 'false',
};
const numbers = /(\.ms|\.bytes|\.records|\.size|^retries|\.connection|\.memory)$/;
const inFlight = 'max.in.flight.requests.per.connection';

export function valueRules(input: RuleInput): readonly RawFinding[] {
  return [...input.entries.flatMap((entry) => oneValue(entry, input)), ...together(input)];
}

function oneValue(entry: Entry, { format }: RuleInput): readonly RawFinding[] {
  const { name, key, value } = entry;
  const quoted = /^(["'])(.*)\1$/.exec(value);
  if (format === 'properties' && quoted) {
    const put = quoted[2] ?? '';
    return [
      { rule: 'value-quoted', severity: 'error', data: { fixed: `${key}=${put}` }, entry, put },
    ];
  }
  // Filled in elsewhere, or an expression of the program.
  if (/\$\{|\{\{/.test(value) || (format === 'code' && /^[A-Za-z_]\w*[.(]/.test(value))) return [];
  const choices = allowed[name];
  if (choices) return choiceFinding(entry, choices);
  if (numbers.test(name) && !/^-?\d+$/.test(value.trim()) && format !== 'code') {
    return [{ rule: 'value-not-number', severity: 'error', data: { key, value }, entry }];
  }
  const wrongWay =
    (name.endsWith('serializer') &&
      !name.endsWith('deserializer') &&
      value.endsWith('Deserializer')) ||
    (name.endsWith('deserializer') &&
      /[^e]Serializer$/.test(value) &&
      !value.endsWith('Deserializer'));
  if (wrongWay) {
    const put = value.endsWith('Deserializer')
      ? value.replace(/Deserializer$/, 'Serializer')
      : value.replace(/Serializer$/, 'Deserializer');
    return [
      {
        rule: 'serializer-swapped',
        severity: 'error',
        data: { key, value, fixed: put },
        entry,
        put,
      },
    ];
  }
  return [];
}

function choiceFinding(entry: Entry, choices: readonly string[]): readonly RawFinding[] {
  const { key, value } = entry;
  const text = value.trim();
  const isSame = (choice: string) => choice.toLowerCase() === text.toLowerCase();
  const isWord = /^[\w-]+$/.test(text);
  if (choices.some(isSame) || text === '' || !isWord) return [];
  const guess = meant[text.toLowerCase()];
  const put = guess !== undefined && choices.includes(guess) ? guess : (choices[0] ?? '');
  const data = { key, value: text, allowed: choices.join(', '), fixed: put };
  return [{ rule: 'value-not-allowed', severity: 'error', data, entry, put }];
}

function together({ get, entries }: RuleInput): readonly RawFinding[] {
  const findings: RawFinding[] = [];
  const numberOf = (name: string) => {
    const text = get(name)?.value.trim() ?? '';
    return /^\d+$/.test(text) ? Number(text) : null;
  };
  const acks = get('acks');
  const isWeak = acks !== undefined && ['0', '1'].includes(acks.value.trim());
  if (isWeak && get('enable.idempotence')?.value.trim() === 'true') {
    const data = { value: acks.value };
    findings.push({ rule: 'acks-idempotence', severity: 'error', data, entry: acks, put: 'all' });
  } else if (isWeak) {
    const data = { value: acks.value };
    findings.push({ rule: 'acks-loss', severity: 'info', data, entry: acks });
  }
  const flight = numberOf(inFlight);
  if (flight !== null && flight > 5 && get('enable.idempotence')?.value.trim() !== 'false') {
    const entry = get(inFlight) ?? null;
    const data = { value: flight };
    findings.push({ rule: 'idempotence-in-flight', severity: 'error', data, entry, put: '5' });
  }
  const [heartbeat, session] = [numberOf('heartbeat.interval.ms'), numberOf('session.timeout.ms')];
  if (heartbeat !== null && session !== null && heartbeat >= session) {
    const fixed = Math.floor(session / 3);
    const data = { value: heartbeat, other: session, fixed };
    const entry = get('heartbeat.interval.ms') ?? null;
    findings.push({ rule: 'heartbeat-session', severity: 'error', data, entry, put: `${fixed}` });
  }
  const delivery = numberOf('delivery.timeout.ms');
  const least = (numberOf('linger.ms') ?? 0) + (numberOf('request.timeout.ms') ?? 30_000);
  if (delivery !== null && delivery < least) {
    const entry = get('delivery.timeout.ms') ?? null;
    const data = { value: delivery, other: least };
    findings.push({ rule: 'delivery-timeout', severity: 'error', data, entry, put: `${least}` });
  }
  const isConsumer = entries.some(({ name }) =>
    /^(key\.deserializer|auto\.offset\.reset|enable\.auto\.commit|session\.timeout\.ms|max\.poll)/.test(
      name,
    ),
  );
  if (isConsumer && !get('group.id') && !get('application.id')) {
    findings.push({ rule: 'group-missing', severity: 'warning', data: {}, entry: null });
  }
  return findings;
}
