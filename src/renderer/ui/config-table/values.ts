/** Config values as people read and write them: "7 d" for 604800000, "1 GiB" for 1073741824. */
import type { ConfigEntry } from '../../../main/contract/index.ts';

export type ValueKind =
  | 'duration'
  | 'bytes'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'number'
  | 'text'
  | 'secret';

/** The part of an entry that says what its value looks like. */
export type ValueForm = Pick<
  ConfigEntry,
  'name' | 'type' | 'isSensitive' | 'choices' | 'min' | 'max'
>;

const integers: readonly string[] = ['int', 'short', 'long'];
/** Where units of time end in a name, and what one of them is. */
const timeUnits: readonly (readonly [suffix: string, ms: number])[] = [
  ['.ms', 1],
  ['.seconds', 1000],
  ['.minutes', 60_000],
  ['.hours', 3_600_000],
];

export function kindOf(form: ValueForm): ValueKind {
  if (form.isSensitive || form.type === 'password') return 'secret';
  if (form.type === 'boolean') return 'boolean';
  if (form.choices) return form.type === 'list' ? 'choices' : 'choice';
  const isInteger = integers.includes(form.type);
  if (isInteger && unitMsOf(form.name) !== null) return 'duration';
  if (isInteger && form.name.endsWith('.bytes')) return 'bytes';
  return isInteger || form.type === 'double' ? 'number' : 'text';
}

/** Milliseconds in one unit of a config that is a span of time; null for any other. */
function unitMsOf(name: string): number | null {
  return timeUnits.find(([suffix]) => name.endsWith(suffix))?.[1] ?? null;
}

/** Above it a number means "never" or "no limit" in Kafka's tables. */
const unlimited = 9_000_000_000_000_000;

export type Readable =
  | { readonly ms: number }
  | { readonly bytes: number }
  | { readonly isUnlimited: true };

/** What a person reads behind a raw value; null where the value says it all. */
export function readableValue(form: ValueForm, value: string): Readable | null {
  const kind = kindOf(form);
  if (kind !== 'duration' && kind !== 'bytes') return null;
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return null;
  if (number === -1 || number >= unlimited) return { isUnlimited: true };
  if (number <= 0) return null;
  if (kind === 'bytes') return number < 1024 ? null : { bytes: number };
  return { ms: number * (unitMsOf(form.name) ?? 1) };
}

const spans: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  밀리초: 1,
  초: 1000,
  분: 60_000,
  시간: 3_600_000,
  일: 86_400_000,
  주: 7 * 86_400_000,
};
const sizes: { readonly [unit: string]: number } = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
  tib: 1024 ** 4,
};

/**
 * The raw value of what was typed: numbers stay what they are, "1 h 30 min" and "512 MiB" are
 * worked out. Null when it cannot be read.
 */
export function parseTyped(form: ValueForm, typed: string): string | null {
  const text = typed.trim();
  const kind = kindOf(form);
  if (kind !== 'duration' && kind !== 'bytes') return text;
  if (/^-?\d+$/.test(text)) return text;
  const parts = [...text.matchAll(/([\d.]+)\s*([a-z]+|[가-힣]+)/gi)];
  const rest = text.replaceAll(/([\d.]+)\s*([a-z]+|[가-힣]+)/gi, '').trim();
  if (parts.length === 0 || rest !== '') return null;
  const table = kind === 'duration' ? spans : sizes;
  let sum = 0;
  for (const [, amount = '', unit = ''] of parts) {
    const factor = table[unit.toLowerCase()];
    if (factor === undefined) return null;
    sum += Number(amount) * factor;
  }
  const raw = kind === 'duration' ? sum / (unitMsOf(form.name) ?? 1) : sum;
  return Number.isFinite(raw) ? String(Math.round(raw)) : null;
}

export type ValueProblem =
  | { readonly kind: 'unreadable' | 'notWhole' | 'notNumber' }
  | { readonly kind: 'tooSmall'; readonly limit: number }
  | { readonly kind: 'tooLarge'; readonly limit: number };

/** What is wrong with a typed value before the cluster is asked. */
export function problemOf(form: ValueForm, typed: string): ValueProblem | null {
  const kind = kindOf(form);
  const raw = parseTyped(form, typed);
  if (raw === null) return { kind: 'unreadable' };
  if (kind !== 'duration' && kind !== 'bytes' && kind !== 'number') return null;
  if (raw === '' || Number.isNaN(Number(raw))) return { kind: 'notNumber' };
  if (form.type !== 'double' && !/^-?\d+$/.test(raw)) return { kind: 'notWhole' };
  const number = Number(raw);
  if (form.min !== null && number < form.min) return { kind: 'tooSmall', limit: form.min };
  if (form.max !== null && number > form.max) return { kind: 'tooLarge', limit: form.max };
  return null;
}

/** Values that people often want, as a person writes them. */
export function suggestions(form: ValueForm): readonly string[] {
  const kind = kindOf(form);
  const hasNoLimit = /^(log\.)?(local\.)?retention\./.test(form.name) && (form.min ?? -1) <= -1;
  if (kind === 'duration') {
    const steps = form.name.includes('retention')
      ? ['1 h', '1 d', '7 d', '30 d']
      : ['1 s', '1 min', '10 min', '1 h', '1 d', '7 d'];
    return hasNoLimit ? [...steps, '-1'] : steps;
  }
  if (kind === 'bytes') {
    const steps = ['1 MiB', '100 MiB', '1 GiB'];
    return hasNoLimit ? [...steps, '-1'] : steps;
  }
  return [];
}
