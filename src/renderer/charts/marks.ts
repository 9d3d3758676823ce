/** Events on a time axis; what lies too close together to be told apart is one mark. Pure. */

export type MarkTone = 'plain' | 'good' | 'bad' | 'change';
export type ChartMark<Icon extends string = string> = {
  readonly atMs: number;
  readonly tone: MarkTone;
  readonly icon: Icon;
  /** What happened, in words. */
  readonly text: string;
};

export type MarkGroup<Icon extends string = string> = {
  readonly atMs: number;
  readonly tone: MarkTone;
  readonly icon: Icon;
  readonly marks: readonly ChartMark<Icon>[];
};

const weight: { readonly [Tone in MarkTone]: number } = { plain: 0, good: 1, change: 2, bad: 3 };

/** `marks` oldest first; a group looks like its gravest member. */
export function groupMarks<Icon extends string>(
  marks: readonly ChartMark<Icon>[],
  fromMs: number,
  toMs: number,
  togetherMs: number,
): readonly MarkGroup<Icon>[] {
  const groups: { atMs: number; tone: MarkTone; icon: Icon; marks: ChartMark<Icon>[] }[] = [];
  for (const mark of marks) {
    if (mark.atMs < fromMs || mark.atMs > toMs) continue;
    const last = groups.at(-1);
    if (!last || mark.atMs - last.atMs > togetherMs) {
      groups.push({ atMs: mark.atMs, tone: mark.tone, icon: mark.icon, marks: [mark] });
      continue;
    }
    last.marks.push(mark);
    if (weight[mark.tone] > weight[last.tone]) {
      last.tone = mark.tone;
      last.icon = mark.icon;
    }
  }
  return groups;
}
