import { describe, expect, it } from 'vitest';
import { MessageMaker } from '../../../src/main/produce/message-maker.ts';
import { createFaker } from '../../../src/main/produce/placeholders.ts';
import { readyTemplates } from '../../../src/main/produce/ready-templates.ts';
import { compileTemplate } from '../../../src/main/produce/template.ts';

const fill = (text: string) =>
  compileTemplate(text)({
    faker: createFaker('en', 7),
    sequence: 3,
    key: 'a"b',
    nowMs: 17e11,
  });

describe('a template', () => {
  it('puts values into JSON as text and as values', () => {
    const filled = fill('{"key": "{{key}}", "n": {{seq(100)}}, "at": {{now}}, "s": {{key}}}');
    expect(JSON.parse(filled)).toEqual({ key: 'a"b', n: 102, at: 1_700_000_000_000, s: 'a"b' });
  });

  it('puts text into text', () => {
    expect(fill('{{seq}},{{key}},{{nowIso}}')).toBe('3,a"b,2023-11-14T22:13:20.000Z');
    expect(fill('no placeholder')).toBe('no placeholder');
    expect(fill('')).toBe('');
  });

  it('knows all of faker, with arguments', () => {
    expect(fill('{{number.int({min: 5, max: 5})}}')).toBe('5');
    expect(fill('{{pick(\'x\')}}{{pick(["y"])}}')).toBe('xy');
    expect(JSON.parse(fill('{"n": {{number.int({"min": 5, "max": 5})}}}'))).toEqual({ n: 5 });
    expect(fill('{{uuid}}')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['{{person.age}}', 'there is no placeholder person.age'],
    ['{{constructor.constructor("x")}}', 'there is no placeholder constructor.constructor'],
    ['{{seq', 'the closing }} is missing'],
    ['{{number.int({min: })}}', 'the arguments ({min: }) cannot be read'],
    ['{{1+1}}', 'expected a name such as person.fullName or seq'],
  ])('says what is wrong with %s', (text, reason) => {
    expect(() => fill(text)).toThrow(
      expect.objectContaining({ data: { placeholder: expect.anything(), reason } }),
    );
  });
});

describe('messages of a template', () => {
  it('are the same with the same seed, and Korean where that is asked for', () => {
    const params = {
      locale: 'ko',
      seed: 5,
      template: { key: { kind: 'none' }, value: '{{person.fullName}}', headers: [] },
    } as const;
    const [one, other] = [new MessageMaker(params).make(0), new MessageMaker(params).make(0)];
    expect(one).toEqual(other);
    expect(one.value).toMatch(/[가-힣]/);
  });

  it('have keys out of a pool, as many as it has, at no cost for those not used', () => {
    const key = { kind: 'pool', text: '{{uuid}}', hotCount: 0, hotSharePercent: 0 } as const;
    const keysOf = (count: number, messages: number) => {
      const template = { key: { ...key, count }, value: null, headers: [] };
      const maker = new MessageMaker({ template, locale: 'en', seed: 3 });
      return new Set(Array.from({ length: messages }, () => maker.make(0).key));
    };
    expect(keysOf(4, 200).size).toBe(4);
    expect(keysOf(4, 200)).toEqual(keysOf(4, 200));
    expect(keysOf(1_000_000, 3).size).toBe(3);
  });

  it.each(['en', 'ko'] as const)('that are there from the start are JSON (%s)', (locale) => {
    for (const { template } of readyTemplates(locale)) {
      const made = new MessageMaker({ template, locale, seed: 1 }).make(Date.now());
      expect(Object.keys(JSON.parse(made.value ?? '')).length).toBeGreaterThan(3);
      expect(made.key).not.toBe('');
    }
  });
});
