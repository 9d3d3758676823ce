import { describe, expect, test } from 'vitest';
import { highlight } from '../../../../src/renderer/views/home/snippets/highlight.ts';
import { snippetsFor } from '../../../../src/renderer/views/home/snippets/index.ts';

const snippets = snippetsFor('127.0.0.1:9092,127.0.0.1:9093', 'orders');

describe('snippets', () => {
  test('carry the address of this cluster and the topic, in every language', () => {
    expect(snippets.map(({ name }) => name)).toEqual([
      'java',
      'spring',
      'kotlin',
      'kafkajs',
      'platformatic',
      'python',
      'go',
      'dotnet',
      'rust',
      'kcat',
    ]);
    for (const { send, receive } of snippets) {
      for (const { text } of [send, receive]) {
        expect(text).toContain('127.0.0.1:9093');
        expect(text).toContain('orders');
      }
    }
  });

  test('write a list of addresses where the library takes one', () => {
    const kafkajs = snippets.find(({ name }) => name === 'kafkajs');
    expect(kafkajs?.send.text).toContain("brokers: ['127.0.0.1:9092', '127.0.0.1:9093']");
  });
});

describe('colours', () => {
  test('leave the code as it is', () => {
    for (const { send, receive } of snippets) {
      for (const { text, language } of [send, receive]) {
        const pieces = highlight(text, language);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      }
    }
  });

  test('tell comments, texts, numbers and words apart', () => {
    expect(highlight('const a = "x // y"; // 1', 'js')).toEqual([
      { kind: 'word', text: 'const' },
      { kind: 'plain', text: ' a = ' },
      { kind: 'text', text: '"x // y"' },
      { kind: 'plain', text: '; ' },
      { kind: 'comment', text: '// 1' },
    ]);
    expect(highlight('# a\nx = 10', 'python').map(({ kind }) => kind)).toEqual([
      'comment',
      'plain',
      'number',
    ]);
  });
});
