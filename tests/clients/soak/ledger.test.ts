import { describe, expect, it } from 'vitest';
import type { RecordOut } from '../driver.ts';
import { type Found, Ledger } from './ledger.ts';

const topic = 'orders';
const timeout = { error: { name: 'Timeout', code: 7, message: 'too late' } };
const at = (offset: number) => ({ partition: 0, offset });
const record = (offset: number, key: string, value: string): RecordOut => ({
  ...at(offset),
  timestamp: 0,
  key,
  value,
  headers: [],
});

function faults(records: readonly RecordOut[], more: Partial<Found> = {}): string[] {
  const ledger = new Ledger();
  const batch = { topic, keys: ['a', 'b', 'a'], values: ['1', '2', '3'] };
  ledger.add({ ...batch, isIdempotent: true, sent: [at(0), at(1), timeout] });
  return ledger.faults([{ topic, isCompacted: false, starts: [0], records, ...more }]);
}

describe('the ledger of a soak', () => {
  const [first, second] = [record(0, 'a', '1'), record(1, 'b', '2')];

  it('is content when all that was acknowledged is in its place', () => {
    expect(faults([first, second])).toEqual([]);
    expect(faults([first, second, record(2, 'a', '3')])).toEqual([]);
  });

  it('finds what is lost, elsewhere, doubled or foreign', () => {
    expect(faults([first])).toEqual(['orders-0@1: 2 was acknowledged, nothing is there']);
    expect(faults([first, record(5, 'b', '2')])).toHaveLength(1);
    expect(faults([first, second, record(2, 'b', '2')])).toEqual(['orders-0@2: 2 is there twice']);
    expect(faults([first, second, record(2, 'c', '9')])).toEqual(['orders-0@2: nobody sent c 9']);
    expect(faults([first, second, second])).toContain('orders-0@1: was read twice');
  });

  it('expects nothing before the start of the log', () => {
    expect(faults([second], { starts: [1] })).toEqual([]);
  });

  it('expects the last value of each key of a compacted topic, or a later one', () => {
    expect(faults([second, record(2, 'a', '3')], { isCompacted: true })).toEqual([]);
    expect(faults([second], { isCompacted: true })).toEqual(['orders-0@0: a=1 is lost']);
  });
});
