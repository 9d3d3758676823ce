/** What a run found: for each API and version, how many answers were equal, excused or different. */
import type { FieldDifference } from './compare.ts';
import { type Difference, differences } from './differences.ts';

/** One question that was put to both. */
export type Question = {
  readonly api: string;
  readonly version: number;
  readonly label: string;
  readonly request: unknown;
};

export type Finding = Question &
  FieldDifference & { readonly answers: readonly [unknown, unknown] };

type Row = { sent: number; equal: number; excused: Map<Difference, number>; different: number };

export class Results {
  readonly findings: Finding[] = [];
  private readonly used = new Set<Difference>();
  private readonly rows = new Map<string, Row>();

  /** Takes one question with both answers and where they differ. */
  add(
    question: Question,
    found: readonly FieldDifference[],
    answers: readonly [unknown, unknown],
  ): void {
    const row = this.rowOf(question);
    row.sent++;
    if (found.length === 0) {
      row.equal++;
      return;
    }
    const excuses = new Set<Difference>();
    let isExcused = true;
    for (const difference of found) {
      const excuse = differences.find((it) => fits(it, question, difference));
      if (excuse) excuses.add(excuse);
      else {
        isExcused = false;
        this.findings.push({ ...question, ...difference, answers });
      }
    }
    for (const excuse of excuses) {
      this.used.add(excuse);
      if (isExcused) row.excused.set(excuse, (row.excused.get(excuse) ?? 0) + 1);
    }
    if (!isExcused) row.different++;
  }

  /** Entries that excuse nothing any more; of a whole run. */
  unused(): readonly Difference[] {
    return differences.filter((it) => !it.isOccasional && !this.used.has(it));
  }

  private rowOf({ api, version }: Question): Row {
    const key = `${api} ${version}`;
    const row = this.rows.get(key) ?? { sent: 0, equal: 0, excused: new Map(), different: 0 };
    this.rows.set(key, row);
    return row;
  }

  rowsOf(api: string): ReadonlyMap<number, Row> {
    const own = [...this.rows].filter(([key]) => key.startsWith(`${api} `));
    return new Map(own.map(([key, row]) => [Number(key.slice(api.length + 1)), row]));
  }

  totals(): { sent: number; equal: number; excused: number; different: number } {
    const total = { sent: 0, equal: 0, excused: 0, different: 0 };
    for (const row of this.rows.values()) {
      total.sent += row.sent;
      total.equal += row.equal;
      total.different += row.different;
      total.excused += row.sent - row.equal - row.different;
    }
    return total;
  }

  /** Alike findings once, with how often and the first of them. */
  groups(): { readonly count: number; readonly versions: string; readonly first: Finding }[] {
    const groups = new Map<string, Finding[]>();
    for (const finding of this.findings) {
      const { api, path, kafka, rivulet } = finding;
      const key = JSON.stringify([api, path, brief(kafka), brief(rivulet)]);
      groups.set(key, [...(groups.get(key) ?? []), finding]);
    }
    return [...groups.values()].map((all) => ({
      count: all.length,
      versions: [...new Set(all.map(({ version }) => version))].toSorted((a, b) => a - b).join(','),
      first: all[0],
    }));
  }
}

/** An element that only one side has counts as that, whatever is in it. */
const brief = (value: unknown) => (typeof value === 'object' && value !== null ? 'some' : value);

function fits(entry: Difference, question: Question, found: FieldDifference): boolean {
  const [from, to] = entry.versions ?? [0, Infinity];
  return (
    (entry.api === '*' || entry.api === question.api) &&
    question.version >= from &&
    question.version <= to &&
    (entry.label === undefined || entry.label === question.label) &&
    (entry.path === undefined || entry.path === found.path) &&
    (entry.kafka === undefined || same(entry.kafka, found.kafka)) &&
    (entry.rivulet === undefined || same(entry.rivulet, found.rivulet)) &&
    (entry.when === undefined || entry.when(question.request as object, found))
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
