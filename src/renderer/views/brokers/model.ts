/** Brokers as rows, versions side by side, lines of a log by what is looked for. */
import type {
  ApiVersions,
  BrokerConnection,
  BrokerFacts,
  BrokerLogLine,
  BrokersState,
  BrokerState,
  ClusterState,
  LogLevel,
} from '../../../main/contract/index.ts';

/** The address of what counts for all brokers. */
export const allBrokersItem = 'all';

export type BrokerRow = BrokerState & {
  readonly facts: BrokerFacts | null;
  readonly isController: boolean;
  readonly replicaBytes: number | null;
};

/** What moves comes from the cluster's state, what stays from the brokers' own. */
export function brokerRows(
  cluster: ClusterState,
  state: BrokersState | undefined,
): readonly BrokerRow[] {
  return Object.values(cluster.brokers).map((broker) => {
    const facts = state?.brokers[broker.id] ?? null;
    return {
      ...broker,
      facts,
      isController: cluster.controllerId === broker.id,
      replicaBytes: facts?.logDirs
        ? facts.logDirs.reduce((sum, dir) => sum + dir.replicaBytes, 0)
        : null,
    };
  });
}

export type VersionRow = {
  readonly api: string;
  readonly key: number;
  /** Broker id -> "0–13"; null where it is not served. */
  readonly ranges: { readonly [brokerId: string]: string | null };
  readonly isDifferent: boolean;
};

/** One row per API, by key; brokers that did not answer are left out. */
export function versionRows(versions: ApiVersions, ids: readonly number[]): readonly VersionRow[] {
  const asked = ids.filter((id) => !versions.silent.includes(id));
  return Object.entries(versions.apis)
    .map(([api, { key, ranges }]) => {
      const texts = asked.map((id) => {
        const range = ranges[id];
        return [String(id), range ? rangeText(range.min, range.max) : null] as const;
      });
      return {
        api,
        key,
        ranges: Object.fromEntries(texts),
        isDifferent: new Set(texts.map(([, text]) => text)).size > 1,
      };
    })
    .sort((a, b) => a.key - b.key);
}

export function rangeText(min: number, max: number): string {
  return min === max ? String(max) : `${min}–${max}`;
}

export type LogFilter = { readonly text: string; readonly level: 'all' | 'WARN' | 'ERROR' };

const ranks: { readonly [Level in LogLevel]: number } = { INFO: 0, OTHER: 0, WARN: 1, ERROR: 2 };

/**
 * Lines of at least the level with the text in them. A line without a level (of a stack, say)
 * belongs to the one before it.
 */
export function shownLines(
  lines: readonly BrokerLogLine[],
  { text, level }: LogFilter,
): readonly BrokerLogLine[] {
  const needle = text.trim().toLowerCase();
  const rankMin = level === 'all' ? 0 : ranks[level];
  let rank = 0;
  return lines.filter((line) => {
    if (line.level !== 'OTHER') rank = ranks[line.level];
    if (rank < rankMin) return false;
    return needle === '' || `${line.area} ${line.text}`.toLowerCase().includes(needle);
  });
}

/** The parts of a text that are, and are not, what is looked for. */
export function highlighted(
  text: string,
  needle: string,
): readonly { readonly text: string; readonly isHit: boolean }[] {
  const wanted = needle.trim().toLowerCase();
  if (wanted === '') return [{ text, isHit: false }];
  const parts: { text: string; isHit: boolean }[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isHit: false });
    parts.push({ text: text.slice(at, at + wanted.length), isHit: true });
    from = at + wanted.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isHit: false });
  return parts;
}

/** The line as the process wrote it. */
export function lineText({ atMs, level, area, text }: BrokerLogLine): string {
  return atMs === null ? text : `${new Date(atMs).toISOString()} ${level} [${area}] ${text}`;
}

export type ConnectionRow = BrokerConnection & {
  readonly id: string;
  readonly requestCount: number;
  /** The APIs called most, with their share of all requests. */
  readonly mix: readonly { readonly api: string; readonly share: number }[];
};

const mixMax = 4;

export function connectionRows(connections: {
  readonly [id: string]: BrokerConnection;
}): readonly ConnectionRow[] {
  return Object.entries(connections).map(([id, connection]) => {
    const counts = Object.entries(connection.requests).sort(([, a], [, b]) => b - a);
    const requestCount = counts.reduce((sum, [, count]) => sum + count, 0);
    return {
      id,
      ...connection,
      requestCount,
      mix: counts
        .slice(0, mixMax)
        .map(([api, count]) => ({ api, share: requestCount === 0 ? 0 : count / requestCount })),
    };
  });
}
