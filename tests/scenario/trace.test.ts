import { describe, expect, it } from 'vitest';
import {
  formatTraceparent,
  parentInTracestate,
  parseTraceparent,
  readTrace,
  serviceOfSource,
  traceHeaders,
} from '../../src/scenario/trace.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('traceparent', () => {
  it('is read as the recommendation says', () => {
    const span = { traceId, spanId, flags: 1 };
    expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).toEqual(span);
    expect(formatTraceparent(span)).toBe(`00-${traceId}-${spanId}-01`);
    expect(parseTraceparent(`01-${traceId}-${spanId}-00-more`)).toEqual({ ...span, flags: 0 });
  });

  it.each([
    `00-${traceId}-${spanId}-01-more`,
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    '',
  ])('is none: %s', (text) => expect(parseTraceparent(text)).toBeNull());

  it('finds the parent that a scenario names among other vendors', () => {
    expect(parentInTracestate(`congo=t61rcWkgMzE, rivulet=${spanId}`)).toBe(spanId);
    expect(parentInTracestate('congo=t61rcWkgMzE')).toBeNull();
  });
});

describe('a record', () => {
  it('that a scenario wrote is read back whole', () => {
    const headers = traceHeaders({
      span: { traceId, spanId, flags: 1 },
      parentSpanId: 'aaaaaaaaaaaaaaaa',
      scenario: 'e-commerce',
      service: 'payment',
      type: 'PaymentSuccessful',
      subject: 'order-000001',
      timeMs: Date.UTC(2026, 0, 2),
    }).map(([name, value]) => ({ name, value }));
    expect(readTrace(headers, '{}')).toEqual({
      span: { traceId, spanId, flags: 1 },
      parentSpanId: 'aaaaaaaaaaaaaaaa',
      event: {
        mode: 'binary',
        specVersion: '1.0',
        id: spanId,
        source: '/scenarios/e-commerce/payment',
        type: 'PaymentSuccessful',
        subject: 'order-000001',
        time: '2026-01-02T00:00:00.000Z',
        data: null,
      },
    });
  });

  it('may be a CloudEvent in structured mode, with its trace inside', () => {
    const value = JSON.stringify({
      specversion: '1.0',
      id: 'A234',
      source: 'https://example.com/shop',
      type: 'com.example.order',
      traceparent: `00-${traceId}-${spanId}-01`,
      data: { total: 3 },
    });
    const headers = [
      { name: 'Content-Type', value: 'application/cloudevents+json; charset=UTF-8' },
    ];
    const { event, span } = readTrace(headers, value);
    expect(event).toMatchObject({ mode: 'structured', id: 'A234', data: '{"total":3}' });
    expect(span?.traceId).toBe(traceId);
    expect(readTrace([], value).event).toBeNull();
    expect(readTrace(headers, 'no json').event).toBeNull();
  });

  it('without all that a CloudEvent must have is none', () => {
    const headers = [
      { name: 'ce_specversion', value: '1.0' },
      { name: 'ce_id', value: '1' },
    ];
    expect(readTrace(headers, null)).toEqual({ span: null, parentSpanId: null, event: null });
  });

  it('names its service in its source', () => {
    expect(serviceOfSource('/scenarios/e-commerce/payment')).toBe('payment');
    expect(serviceOfSource('https://example.com/shop/orders')).toBe('orders');
    expect(serviceOfSource('urn:event:from:billing')).toBe('billing');
  });
});
