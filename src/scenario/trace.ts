/**
 * What the headers of a record tell of where it came from: W3C Trace Context (`traceparent`,
 * `tracestate`) and CloudEvents in Kafka's binary (`ce_*` headers) and structured mode (a JSON
 * value of content type `application/cloudevents+json`). Pure; reads anybody's records, and makes
 * the headers that the services of scenarios write.
 */

/** One span of a trace, as `traceparent` names it; ids in lower-case hex. */
export type Span = { readonly traceId: string; readonly spanId: string; readonly flags: number };

/** The attributes of a CloudEvent that say what it is; null: not given. */
export type CloudEvent = {
  readonly mode: 'binary' | 'structured';
  readonly specVersion: string;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string | null;
  /** RFC 3339. */
  readonly time: string | null;
  /** Structured mode: what it carries, as JSON text; binary mode: null, it is the record's value. */
  readonly data: string | null;
};

export type TextHeader = { readonly name: string; readonly value: string | null };

/** What is known of the trace that a record belongs to. */
export type RecordTrace = {
  readonly span: Span | null;
  /** The span that wrote the record it answers to, where its writer says so. */
  readonly parentSpanId: string | null;
  readonly event: CloudEvent | null;
};

const traceparentPattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const spanPattern = /^[0-9a-f]{16}$/;
/** The member of `tracestate` in which a scenario's service names the span that it answers to. */
const stateKey = 'rivulet';

/** Null for what is no `traceparent`; versions after 00 may carry more behind it. */
export function parseTraceparent(text: string): Span | null {
  const parts = traceparentPattern.exec(text.trim());
  if (!parts) return null;
  const [, version, traceId = '', spanId = '', flags = '', more] = parts;
  if (version === 'ff' || (version === '00' && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
}

export function formatTraceparent({ traceId, spanId, flags }: Span): string {
  return `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, '0')}`;
}

/** The parent span in a `tracestate` that a scenario's service wrote; null in anybody else's. */
export function parentInTracestate(text: string): string | null {
  for (const member of text.split(',')) {
    const [key, value] = member.trim().split('=', 2);
    if (key === stateKey && value !== undefined && spanPattern.test(value)) return value;
  }
  return null;
}

/** `value` is the record's value as text; only looked at for a structured CloudEvent. */
export function readTrace(headers: readonly TextHeader[], value: string | null): RecordTrace {
  const named = new Map<string, string>();
  for (const { name, value: text } of headers) {
    if (text !== null) named.set(name.toLowerCase(), text);
  }
  const fields = structuredFields(named.get('content-type') ?? '', value);
  const event = binaryEvent(named) ?? (fields && structuredEvent(fields));
  // CloudEvents' own extension for distributed tracing stands in for a missing header.
  const traceparent =
    named.get('traceparent') ?? named.get('ce_traceparent') ?? textOf(fields?.['traceparent']);
  const tracestate =
    named.get('tracestate') ?? named.get('ce_tracestate') ?? textOf(fields?.['tracestate']);
  return {
    span: traceparent === undefined ? null : parseTraceparent(traceparent),
    parentSpanId: tracestate === undefined ? null : parentInTracestate(tracestate),
    event,
  };
}

function binaryEvent(named: ReadonlyMap<string, string>): CloudEvent | null {
  const specVersion = named.get('ce_specversion');
  const [id, source, type] = [named.get('ce_id'), named.get('ce_source'), named.get('ce_type')];
  if (!specVersion || !id || !source || !type) return null;
  return {
    mode: 'binary',
    specVersion,
    id,
    source,
    type,
    subject: named.get('ce_subject') ?? null,
    time: named.get('ce_time') ?? null,
    data: null,
  };
}

type Fields = Readonly<Record<string, unknown>>;

function structuredFields(contentType: string, value: string | null): Fields | null {
  if (value === null || !/^application\/cloudevents\+json\b/i.test(contentType)) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : null;
  } catch {
    // It says what it is not.
    return null;
  }
}

function structuredEvent(fields: Fields): CloudEvent | null {
  const { specversion, id, source, type, data } = fields;
  if (!isText(specversion) || !isText(id) || !isText(source) || !isText(type)) return null;
  return {
    mode: 'structured',
    specVersion: specversion,
    id,
    source,
    type,
    subject: textOf(fields['subject']) ?? null,
    time: textOf(fields['time']) ?? null,
    data: data === undefined ? null : JSON.stringify(data),
  };
}

function textOf(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

export type WrittenTrace = {
  readonly span: Span;
  /** Of the record that it answers to; null for a first one. */
  readonly parentSpanId: string | null;
  readonly scenario: string;
  readonly service: string;
  /** What kind of event it is, `OrderPlaced` or, without a word of its own, its topic. */
  readonly type: string;
  /** The record's key; null without one. */
  readonly subject: string | null;
  readonly timeMs: number;
};

/** The headers of a record that a service of a scenario writes: a child span and a CloudEvent. */
export function traceHeaders(trace: WrittenTrace): readonly (readonly [string, string])[] {
  const { span, parentSpanId, subject } = trace;
  const headers: (readonly [string, string])[] = [['traceparent', formatTraceparent(span)]];
  if (parentSpanId !== null) headers.push(['tracestate', `${stateKey}=${parentSpanId}`]);
  headers.push(
    ['ce_specversion', '1.0'],
    ['ce_id', span.spanId],
    ['ce_source', sourceOf(trace.scenario, trace.service)],
    ['ce_type', trace.type],
    ['ce_time', new Date(trace.timeMs).toISOString()],
  );
  if (subject !== null && subject !== '') headers.push(['ce_subject', subject]);
  return headers;
}

const sourcePattern = /^\/scenarios\/([^/]+)\/([^/]+)$/;

/** `ce_source` of a scenario's service. */
function sourceOf(scenario: string, service: string): string {
  return `/scenarios/${scenario}/${service}`;
}

/** The service that a `ce_source` names: of a scenario, or the last word of anybody's URI. */
export function serviceOfSource(source: string): string {
  const own = sourcePattern.exec(source)?.[2];
  if (own !== undefined) return own;
  const words = source.split(/[/:#?]+/).filter((word) => word !== '');
  return words.at(-1) ?? source;
}
