/** What was sent by hand since the page was opened, newest first. */
import { create } from 'zustand';
import type { Draft } from './model.ts';

export type SentLine = {
  readonly id: number;
  readonly atMs: number;
  readonly topic: string;
  readonly draft: Draft;
  readonly partition: number;
  readonly offset: number | null;
};

const linesMax = 50;

export const useSent = create<{ readonly lines: readonly SentLine[] }>(() => ({ lines: [] }));

export function addSent(line: Omit<SentLine, 'id' | 'atMs'>): SentLine {
  const { lines } = useSent.getState();
  const added = { ...line, id: (lines[0]?.id ?? 0) + 1, atMs: Date.now() };
  useSent.setState({ lines: [added, ...lines].slice(0, linesMax) });
  return added;
}
