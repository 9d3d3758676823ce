/** The messages that all clients send, and how to tell that they came through as they were. */
import { readFileSync, writeFileSync } from 'node:fs';

export const messageCount = 100_000;
const keyCount = 997;

/** Some texts take more than a byte per letter, some values are long, one is empty but for its number. */
function valueOf(index: number): string {
  const texts = [
    '',
    'payment',
    '주문 완료',
    'größer',
    'x'.repeat(120),
    '🛒 order placed by customer',
  ];
  return `${index} ${texts[index % texts.length]}`;
}

const keyOf = (index: number): string => `key-${(index * 31) % keyCount}`;

export function writeMessages(file: string): void {
  const lines = Array.from(
    { length: messageCount },
    (_, index) => `${keyOf(index)}\t${valueOf(index)}\n`,
  );
  writeFileSync(file, lines.join(''));
}

/** What is wrong with the lines a consumer wrote; undefined when all are there, in order per key. */
export function whatIsWrong(file: string): string | undefined {
  const lines = readFileSync(file, 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length !== messageCount) return `${lines.length} of ${messageCount} messages`;
  const latest = new Map<string, number>();
  const seen = new Uint8Array(messageCount);
  for (const line of lines) {
    const tab = line.indexOf('\t');
    const [key, value] = [line.slice(0, tab), line.slice(tab + 1)];
    const index = Number.parseInt(value, 10);
    if (key !== keyOf(index) || value !== valueOf(index)) return `a changed message: ${line}`;
    if (seen[index] === 1) return `message ${index} came twice`;
    seen[index] = 1;
    const before = latest.get(key) ?? -1;
    if (before > index) return `${key}: message ${index} came after ${before}`;
    latest.set(key, index);
  }
  return undefined;
}
