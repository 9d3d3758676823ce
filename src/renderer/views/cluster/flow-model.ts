/** Replication as lines between brokers: only where data flows. Pure. */
import type { ClusterState } from '../../../main/contract/index.ts';

export type FlowLine = {
  readonly from: number;
  readonly to: number;
  readonly bytesPerS: number;
  readonly partitionCount: number;
  /** Half of its height is the distance of its ends, up to what the band allows. */
  readonly widthPx: number;
};

export function flowLines(flows: ClusterState['flows']): readonly FlowLine[] {
  return Object.entries(flows ?? {})
    .flatMap(([key, { bytesPerS, partitionCount }]): readonly FlowLine[] => {
      const [from = NaN, to = NaN] = key.split('>').map(Number);
      if (Number.isNaN(from) || Number.isNaN(to)) return [];
      return [{ from, to, bytesPerS, partitionCount, widthPx: widthOf(bytesPerS) }];
    })
    .sort((a, b) => b.bytesPerS - a.bytesPerS);
}

/** A line ten times as busy is a pixel wider. */
function widthOf(bytesPerS: number): number {
  return Math.max(1, Math.min(5, Math.log10(Math.max(10, bytesPerS)) - 1));
}

export function totalBytesPerS(lines: readonly FlowLine[]): number {
  return lines.reduce((sum, { bytesPerS }) => sum + bytesPerS, 0);
}

/** What one broker fetches, and what is fetched from it. */
export function trafficOf(lines: readonly FlowLine[], brokerId: number) {
  const sum = (pick: (line: FlowLine) => boolean) => totalBytesPerS(lines.filter(pick));
  return {
    inPerS: sum(({ to }) => to === brokerId),
    outPerS: sum(({ from }) => from === brokerId),
  };
}
