import { expect, test } from 'vitest';
import { topicKeys } from '../../../src/broker/config/topic-keys.ts';
import { koreanConfigHelp } from '../../../src/renderer/i18n/config-help.ts';

test('each setting of a topic is explained in Korean, and nothing else is', () => {
  expect(Object.keys(koreanConfigHelp).toSorted()).toEqual(Object.keys(topicKeys).toSorted());
  const unfinished = Object.values(koreanConfigHelp).filter((text) => !text.endsWith('요.'));
  expect(unfinished).toEqual([]);
});
