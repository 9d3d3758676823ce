/** Undo and redo over the texts of a scenario, with what was selected at each. */

export type Moment = {
  readonly text: string;
  readonly selection: readonly string[];
};

export type History = {
  readonly past: readonly Moment[];
  readonly present: Moment;
  readonly future: readonly Moment[];
  /** Which edit made the present, and when: typing goes on in one moment. */
  readonly mergeKey: string | null;
  readonly atMs: number;
};

const pastMax = 200;
const mergeMs = 1200;

export function startHistory(text: string): History {
  const present = { text, selection: [] };
  return { past: [], present, future: [], mergeKey: null, atMs: 0 };
}

/** A new moment; one with the merge key of the present, soon after it, takes its place. */
export function record(
  history: History,
  next: Moment,
  { atMs, mergeKey = null }: { readonly atMs: number; readonly mergeKey?: string | null },
): History {
  const { past, present } = history;
  if (next.text === present.text) return { ...history, present: next };
  const isMerged =
    mergeKey !== null && mergeKey === history.mergeKey && atMs - history.atMs < mergeMs;
  return {
    past: isMerged ? past : [...past, present].slice(-pastMax),
    present: next,
    future: [],
    mergeKey,
    atMs,
  };
}

export function undo(history: History): History {
  const { past, present, future } = history;
  const before = past.at(-1);
  if (!before) return history;
  return {
    past: past.slice(0, -1),
    present: before,
    future: [present, ...future],
    mergeKey: null,
    atMs: 0,
  };
}

export function redo(history: History): History {
  const { past, present, future } = history;
  const [next, ...rest] = future;
  if (!next) return history;
  return { past: [...past, present], present: next, future: rest, mergeKey: null, atMs: 0 };
}

export function select(history: History, selection: readonly string[]): History {
  return { ...history, present: { ...history.present, selection } };
}
