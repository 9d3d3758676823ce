import { expect, it } from 'vitest';
import type { Clock } from '../../../src/broker/env/env.ts';
import { Complaints } from '../../../src/broker/server/complaints.ts';

it('says ten a second, and how many there were beyond', () => {
  let nowMs = 5000;
  const said: string[] = [];
  const clock = { monotonicMs: () => nowMs } as Clock;
  const complaints = new Complaints(clock, (line) => said.push(line));
  for (let index = 0; index < 100; index++) complaints.add(`bad ${index}`);
  expect(said).toHaveLength(10);
  nowMs += 999;
  complaints.add('still the same second');
  expect(said).toHaveLength(10);
  nowMs += 1;
  complaints.add('another second');
  expect(said.slice(10)).toEqual(['and 91 more of such', 'another second']);
  nowMs += 5000;
  complaints.add('alone');
  expect(said.at(-1)).toBe('alone');
});
