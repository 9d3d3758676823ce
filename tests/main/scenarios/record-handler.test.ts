import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConsumeDefinition } from '../../../src/main/scenarios/definition.ts';
import { findScenario } from '../../../src/main/scenarios/library.ts';
import { compileHandler } from '../../../src/main/scenarios/record-handler.ts';
import { ServiceContext } from '../../../src/main/scenarios/service-context.ts';
import { temporaryDir } from '../temporary-dir.ts';

const { definition } = findScenario('e-commerce');

/** A service of the shop that never meets a cluster. */
function service(name: string, topic: string, changes: Partial<ConsumeDefinition> = {}) {
  const found = definition.services.find((item) => item.name === name);
  const consume = found?.consume?.find((item) => item.topic === topic);
  if (!found || !consume) throw new Error(`no ${name} of ${topic}`);
  const options = {
    runId: 'test',
    source: '',
    file: '',
    bootstrap: '127.0.0.1:1',
    runDir: temporaryDir(),
    speed: 'max',
    seed: 1,
    limit: null,
  } as const;
  const context = new ServiceContext(options, found);
  onTestFinished(() => context.close());
  return { context, handle: compileHandler(context, { ...consume, ...changes }) };
}

function record(topic: string, key: string, value: unknown) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return { topic, partition: 0, offset: 7n, key: Buffer.from(key), value: Buffer.from(text) };
}

const order = {
  orderId: 'order-1',
  customer: 'customer-9',
  sku: 'KB-01',
  quantity: 2,
  amount: 178_000,
};
const never = { rate: 0, message: 'no', retries: 0, deadLetter: 'orders.dlq' };

describe('a record', () => {
  it('becomes a row and what follows', async () => {
    const { context, handle } = service('payment', 'orders', { failure: never });
    const outgoing = await handle(record('orders', 'order-1', order));
    const row = context.store.find('order-1');
    expect(row).toMatchObject({ order_id: 'order-1', amount: 178_000 });
    expect(outgoing).toHaveLength(1);
    expect(outgoing?.[0]).toMatchObject({ topic: 'payments', key: 'order-1' });
    expect(JSON.parse(outgoing?.[0]?.value ?? '')).toMatchObject({
      type: 'PaymentSuccessful',
      amount: 178_000,
      receipt: row?.receipt,
    });
  });

  it('that comes again changes nothing and says the same', async () => {
    const { context, handle } = service('payment', 'orders', { failure: never });
    const first = await handle(record('orders', 'order-1', order));
    const before = context.store.find('order-1');
    const second = await handle(record('orders', 'order-1', { ...order, amount: 1 }));
    expect(context.store.find('order-1')).toEqual(before);
    expect(JSON.parse(second?.[0]?.value ?? '').receipt).toBe(
      JSON.parse(first?.[0]?.value ?? '').receipt,
    );
  });

  it('does not put a shipped order back to paid', async () => {
    const { context, handle } = service('order', 'payments');
    context.store.insert({ order_id: 'order-1', status: 'shipped' });
    await handle(record('payments', 'order-1', order));
    expect(context.store.find('order-1')?.status).toBe('shipped');
    context.store.update({ order_id: 'order-1', status: 'placed' });
    await handle(record('payments', 'order-1', order));
    expect(context.store.find('order-1')?.status).toBe('paid');
  });

  it('that always fails is tried so often and becomes a dead letter', async () => {
    const failure = {
      rate: 1,
      message: 'The bank is closed',
      retries: 2,
      deadLetter: 'orders.dlq',
    };
    const { context, handle } = service('payment', 'orders', { failure });
    const [letter] = (await handle(record('orders', 'order-1', order))) ?? [];
    expect(letter?.topic).toBe('orders.dlq');
    expect(JSON.parse(letter?.value ?? '')).toMatchObject({
      error: 'The bank is closed',
      from: { topic: 'orders', partition: 0, offset: 7 },
    });
    expect(context.counts.topics.orders).toMatchObject({
      failedCount: 3,
      retriedCount: 2,
      deadLetteredCount: 1,
    });
    expect(context.store.find('order-1')).toBeUndefined();
  });

  it.each(['no JSON', '7', '{}'])('of %s is no event, and told', async (value) => {
    const { context, handle } = service('payment', 'orders', { failure: never });
    const [letter] = (await handle(record('orders', 'k', value))) ?? [];
    expect(letter?.topic).toBe('orders.dlq');
    expect(context.counts).toMatchObject({ topics: { orders: { failedCount: 1 } } });
    expect(context.counts.lastError).toBeTruthy();
  });

  it('has the same chances from the same seed', async () => {
    const handled = async () => {
      const { context, handle } = service('shipping', 'stock-updates');
      await handle(record('stock-updates', 'order-1', order));
      return context.store.find('order-1')?.tracking;
    };
    expect(await handled()).toBe(await handled());
  });
});
