import { expect, test } from 'vitest';
import { questions as words } from '../../../../src/renderer/i18n/tables/questions.ts';
import { modelNames, rules } from '../../../../src/renderer/views/questions/services.ts';
import { questions } from '../../../../src/scenario/models/findings.ts';
import { outcomeNames, reasonCounts } from '../../../../src/scenario/models/need-kafka.ts';

const keys = Object.keys(words);

/** Verdicts that `findings.ts` can come to. */
const verdicts: { readonly [question: string]: readonly string[] } = {
  everyone: ['all', 'some', 'none', 'nothing'],
  late: ['all', 'some', 'none', 'nothing', 'not-asked'],
  replay: ['all', 'some', 'none', 'nothing', 'not-asked'],
  order: ['kept', 'broken', 'nothing'],
  routing: ['missed', 'by-server', 'by-reader'],
  crash: ['saved', 'lost', 'no-crash'],
  again: ['never', 'twice', 'marked', 'unmarked'],
  poison: ['dead-letter', 'dropped', 'unseen', 'endless', 'forgotten', 'not-asked'],
  resent: ['none', 'once', 'twice', 'not-asked'],
  server: ['kept', 'lost', 'unseen', 'not-asked'],
};

test('every verdict of every question has its words, and every service its reason', () => {
  expect(Object.keys(verdicts)).toEqual([...questions]);
  const wanted = questions.flatMap((question) => [
    `ask-${question}`,
    ...(verdicts[question] ?? []).map((verdict) => `${question}-${verdict}`),
    ...['kafka', ...modelNames].map((service) => `why-${question}-${service}`),
  ]);
  expect(keys).toEqual(expect.arrayContaining(wanted));
});

test('every outcome has as many reasons as it says', () => {
  const wanted = outcomeNames.flatMap((outcome) =>
    (['for', 'against'] as const).flatMap((side) =>
      Array.from(
        { length: reasonCounts[outcome][side] },
        (_, index) => `o-${outcome}-${side}-${index + 1}`,
      ),
    ),
  );
  expect(keys.filter((key) => /^o-.*-(for|against)-\d$/.test(key)).toSorted()).toEqual(
    wanted.toSorted(),
  );
});

test('every rule of a model has a source', () => {
  expect(rules.map(({ rule }) => `rule-${rule}`).toSorted()).toEqual(
    keys.filter((key) => key.startsWith('rule-')).toSorted(),
  );
  for (const { url } of rules) expect(new URL(url).protocol).toBe('https:');
  expect(new Set(rules.map(({ service }) => service))).toEqual(new Set(modelNames));
});
