import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type AnswerName,
  answerNames,
  answersOf,
  answersText,
  outcomeNames,
  progressOf,
  questionNames,
  scenariosOf,
} from '../../../src/scenario/models/need-kafka.ts';

/** Every sequence of answers until it ends. */
function paths(answers: readonly AnswerName[] = []): readonly (readonly AnswerName[])[] {
  expect(answers.length, 'a path that does not end').toBeLessThanOrEqual(questionNames.length);
  if (progressOf(answers).outcome !== null) return [answers];
  return answerNames.flatMap((answer) => paths([...answers, answer]));
}

test('every path ends, asks nothing twice, and all outcomes and questions are met', () => {
  const outcomes = new Set<string>();
  const asked = new Set<string>();
  for (const answers of paths()) {
    const { steps, outcome } = progressOf(answers);
    const questions = steps.map(({ question }) => question);
    expect(new Set(questions).size).toBe(questions.length);
    for (const question of questions) asked.add(question);
    if (outcome) outcomes.add(outcome);
  }
  expect([...outcomes].toSorted()).toEqual([...outcomeNames].toSorted());
  expect([...asked].toSorted()).toEqual([...questionNames].toSorted());
});

test('the decisions of the chart', () => {
  expect(progressOf(answersOf('y')).outcome).toBe('http');
  expect(progressOf(answersOf('ny')).outcome).toBe('database');
  // 100,000 a second and people to run it.
  expect(progressOf(answersOf('nnyy')).outcome).toBe('kafka');
  expect(progressOf(answersOf('nnnyn')).outcome).toBe('kafka-managed');
  // Neither much nor again, one reader, nothing may be lost, plain routing, in the cloud.
  expect(progressOf(answersOf('nnnnnnny')).outcome).toBe('sqs');
  expect(progressOf(answersOf('nnnnnnnn')).outcome).toBe('rabbitmq');
  expect(progressOf(answersOf('nnnnny')).outcome).toBe('redis');
  // Several readers, but no order at scale: what may be lost is asked next.
  expect(progressOf(answersOf('nnnnyn')).question).toBe('losable');
  expect(progressOf(answersOf('nnnnyyn')).outcome).toBe('kafka-managed');
});

test('answers after the end are left out, and texts are read as far as they go', () => {
  expect(progressOf(['yes', 'no', 'no']).steps).toHaveLength(1);
  expect(answersOf('nyx')).toEqual(['no', 'yes']);
  expect(answersText(['no', 'yes'])).toBe('ny');
});

test('every scenario to try is in the library', () => {
  const files = readdirSync(new URL('../../../resources/scenarios', import.meta.url));
  const names = files.map((file) => file.replace(/(\.rivulet)?\.ya?ml$/, ''));
  expect(names).toEqual(expect.arrayContaining(Object.values(scenariosOf).flat()));
});
