import { expect, test } from 'vitest';
import type { DoctorFinding, DoctorReading } from '../../../../src/main/contract/index.ts';
import {
  allFindings,
  exampleNames,
  exampleText,
  markedLines,
  splitWords,
} from '../../../../src/renderer/views/doctor/model.ts';

const finding = (line: number, fields: Partial<DoctorFinding> = {}): DoctorFinding => ({
  rule: 'key-typo',
  severity: 'error',
  span: { line, column: 1, length: 3 },
  data: {},
  fixedLine: null,
  ...fields,
});

test('a line is marked where its worst finding is, with what to write instead', () => {
  const lines = markedLines('abc=1\ndef=2', [
    finding(1, { severity: 'info', span: { line: 1, column: 5, length: 1 } }),
    finding(1, { fixedLine: 'abd=1' }),
  ]);
  expect(lines).toMatchObject([
    { number: 1, tone: 'error', parts: ['', 'abc', '=1'], instead: 'abd=1' },
    { number: 2, tone: null, parts: ['', '', 'def=2'], instead: null },
  ]);
});

test('what was found by looking and by reading is one list, the gravest first', () => {
  const reading = { findings: [finding(1, { severity: 'warning' }), finding(2)] };
  const run = { isRunning: false, checks: {}, findings: [finding(2), finding(3)] };
  const all = allFindings(reading as unknown as DoctorReading, run);
  expect(all.map(({ span, severity }) => [span?.line, severity])).toEqual([
    [2, 'error'],
    [3, 'error'],
    [1, 'warning'],
  ]);
});

test('words come in two parts, and every example names the cluster', () => {
  expect(splitWords('what|do')).toEqual(['what', 'do']);
  expect(splitWords('what')).toEqual(['what', '']);
  for (const name of exampleNames) {
    expect(exampleText(name, '127.0.0.1:7001,127.0.0.1:7002')).toMatch(/:(7001|9095)/);
  }
});
