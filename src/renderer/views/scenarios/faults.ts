/** What is wrong with the text: found at once where the browser can, the rest after a pause. */
import { useMemo } from 'react';
import { useDebouncedValue } from '@mantine/hooks';
import { isInside } from '../../../scenario/edit/path.ts';
import type { Graph } from '../../../scenario/edit/graph.ts';
import { checkScenario } from '../../../scenario/load.ts';
import type { ScenarioFault } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { useFullCheck } from './use-scenarios.ts';

const soonMs = 200;
const pauseMs = 700;

/** In the order of the text. */
export function useFaults(text: string): readonly ScenarioFault[] {
  const [settled] = useDebouncedValue(text, soonMs);
  const own = useMemo(() => checkScenario(settled).faults, [settled]);
  const [paused] = useDebouncedValue(text, pauseMs);
  // SQL and TypeScript are looked at once all else is right.
  const full = useFullCheck(own.length === 0 && paused === settled ? paused : null);
  if (own.length > 0 || paused !== text) return own;
  return full.value?.faults ?? own;
}

export type FaultWords = (fault: ScenarioFault) => string;

export function useFaultWords(): FaultWords {
  const t = useT();
  return useMemo(
    () =>
      ({ expected, found, nearest }) =>
        nearest === null
          ? t('studio.fault', { expected, found })
          : t('studio.faultNearest', { expected, found, nearest }),
    [t],
  );
}

/** Lines and columns count from 1. */
export function offsetOf(text: string, { line, column }: ScenarioFault): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) {
    const next = text.indexOf('\n', start);
    if (next === -1) return text.length;
    start = next + 1;
  }
  return Math.min(text.length, start + column - 1);
}

/** Node id -> how many faults lie in it. */
export function faultsByNode(
  graph: Graph,
  faults: readonly ScenarioFault[],
): { readonly [id: string]: number } {
  const counts: Record<string, number> = {};
  for (const { path } of faults) {
    const node = graph.nodes.find((one) => isInside(path.split('.'), one.path));
    if (node) counts[node.id] = (counts[node.id] ?? 0) + 1;
  }
  return counts;
}
