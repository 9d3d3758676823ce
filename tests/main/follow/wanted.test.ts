import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../src/scenario/trace.ts';
import { matchesOf, needlesOf, wantedOf } from '../../../src/main/follow/wanted.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

function record(parts: {
  readonly key?: string;
  readonly value?: string;
  readonly headers?: { readonly [name: string]: string };
}) {
  const headers = Object.entries(parts.headers ?? {}).map(([name, value]) => ({ name, value }));
  const value = parts.value ?? null;
  return { key: parts.key ?? null, value, headers, trace: readTrace(headers, value) };
}

const any = wantedOf({ text: 'order-17', by: 'any' });

describe('what is followed', () => {
  it('is found as key, as any JSON value, as a header, and as a word of plain text', () => {
    expect(matchesOf(any, record({ key: 'order-17' }))).toEqual(['key']);
    expect(matchesOf(any, record({ value: '{"a":[{"orderId":"order-17"}]}' }))).toEqual(['field']);
    expect(matchesOf(any, record({ headers: { correlation: 'order-17' } }))).toEqual(['field']);
    expect(matchesOf(any, record({ value: 'paid order-17.' }))).toEqual(['field']);
  });

  it('is not part of a longer word', () => {
    expect(matchesOf(any, record({ key: 'order-171' }))).toEqual([]);
    expect(matchesOf(any, record({ value: '{"orderId":"order-171"}' }))).toEqual([]);
    expect(matchesOf(any, record({ value: 'paid order-171' }))).toEqual([]);
  });

  it('may be a trace, written as its id or as a whole traceparent', () => {
    for (const text of [traceId, traceId.toUpperCase(), traceparent]) {
      const wanted = wantedOf({ text, by: 'any' });
      expect(matchesOf(wanted, record({ headers: { traceparent } }))).toContain('trace');
      expect(needlesOf(wanted, false)).toEqual([traceId]);
    }
  });

  it('may be a CloudEvent by its id or subject', () => {
    const headers = { ce_specversion: '1.0', ce_id: 'e-1', ce_source: '/a', ce_type: 't' };
    const wanted = wantedOf({ text: 'e-1', by: 'event' });
    expect(matchesOf(wanted, record({ headers }))).toEqual(['event']);
    const subject = { ...headers, ce_id: 'e-2', ce_subject: 'e-1' };
    expect(matchesOf(wanted, record({ headers: subject }))).toEqual(['event']);
    expect(matchesOf(wanted, record({ key: 'e-1' }))).toEqual([]);
  });

  it('may be one field, inside others, of one of several', () => {
    const wanted = wantedOf({ text: '17', by: 'field', field: 'order.id' });
    expect(matchesOf(wanted, record({ value: '{"order":{"id":17}}' }))).toEqual(['field']);
    expect(matchesOf(wanted, record({ value: '{"order":{"id":["16","17"]}}' }))).toEqual(['field']);
    expect(matchesOf(wanted, record({ value: '{"id":17}' }))).toEqual([]);
  });

  it('is compared as it was sent where JavaScript would round', () => {
    const wanted = wantedOf({ text: '12345678901234567891', by: 'any' });
    const value = (digits: string) => record({ value: `{"id":${digits}}` });
    expect(matchesOf(wanted, value('12345678901234567891'))).toEqual(['field']);
    expect(matchesOf(wanted, value('12345678901234567892'))).toEqual([]);
  });

  it('has no needle where JSON could write it in another way', () => {
    expect(needlesOf(wantedOf({ text: '주문-1', by: 'any' }), false)).toBeNull();
    expect(needlesOf(wantedOf({ text: 'say "hi"', by: 'any' }), false)).toBeNull();
    expect(needlesOf(any, false)).toEqual(['order-17']);
  });
});
