/**
 * The picture of a scenario: services side by side in the order of the flow, topics as bars under
 * them. A line goes from a service down to each topic that it writes, and from each topic that it
 * reads up to the service. All traffic runs through the topics, and so does the picture.
 */
import type { Scenario, ScenarioService } from '../../../main/contract/index.ts';

export type Box = {
  readonly service: ScenarioService;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type Bar = {
  readonly topic: string;
  readonly x1: number;
  readonly x2: number;
  /** Its middle. */
  readonly y: number;
};

export type Line = {
  readonly key: string;
  readonly service: string;
  readonly topic: string;
  /** write: from the service to the topic; read: the other way. */
  readonly kind: 'write' | 'read';
  readonly x: number;
  readonly y1: number;
  readonly y2: number;
  /** The only topic that its service reads: the service's lag is the queue here. */
  readonly isOnlyInput: boolean;
};

export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly bars: readonly Bar[];
  readonly lines: readonly Line[];
};

export const gutterPx = 204;
export const barHeightPx = 12;
const columnMinPx = 150;
const columnGapPx = 12;
const boxHeightPx = 136;
const firstBarPx = 46;
const barStepPx = 46;

export function layOut(scenario: Scenario, availablePx: number): Picture {
  const services = inFlowOrder(scenario.services);
  const topics = topicOrder(scenario, services);
  const count = Math.max(1, services.length);
  const columnPx = Math.max(columnMinPx, (availablePx - gutterPx) / count);
  const rowOf = new Map(topics.map((topic, row) => [topic, row]));
  const barY = (topic: string) => boxHeightPx + firstBarPx + (rowOf.get(topic) ?? 0) * barStepPx;

  const boxes = services.map((service, column) => ({
    service,
    x: gutterPx + column * columnPx,
    y: 0,
    width: columnPx - columnGapPx,
    height: boxHeightPx,
  }));
  const lines = boxes.flatMap((box) => linesOf(box, rowOf, barY));
  const bars = topics.map((topic) => {
    const xs = lines.filter((line) => line.topic === topic).map((line) => line.x);
    return {
      topic,
      x1: gutterPx - 8,
      x2: Math.max(gutterPx + 40, ...xs) + 26,
      y: barY(topic),
    };
  });
  return {
    width: gutterPx + columnPx * count,
    height: boxHeightPx + firstBarPx + Math.max(0, topics.length - 1) * barStepPx + 30,
    boxes,
    bars,
    lines,
  };
}

/** Ports along the lower edge of a box: what it reads on the left, what it writes on the right. */
function linesOf(
  box: Box,
  rowOf: ReadonlyMap<string, number>,
  barY: (topic: string) => number,
): readonly Line[] {
  const { consumes, produces, name } = box.service;
  // The lower its topic, the further out a line stands: no two lines of a box cross.
  const reads = known(consumes, rowOf).sort((a, b) => b.row - a.row);
  const writes = known(produces, rowOf).sort((a, b) => a.row - b.row);
  const portCount = reads.length + writes.length;
  const stepPx = box.width / (portCount + 1);
  return [
    ...reads.map(({ topic }) => ({ topic, kind: 'read' as const })),
    ...writes.map(({ topic }) => ({ topic, kind: 'write' as const })),
  ].map(({ topic, kind }, port) => ({
    key: `${name} ${kind} ${topic}`,
    service: name,
    topic,
    kind,
    x: Math.round(box.x + stepPx * (port + 1)),
    y1: box.height,
    y2: barY(topic),
    isOnlyInput: kind === 'read' && reads.length === 1,
  }));
}

function known(topics: readonly string[], rowOf: ReadonlyMap<string, number>) {
  return topics.flatMap((topic) => {
    const row = rowOf.get(topic);
    return row === undefined ? [] : [{ topic, row }];
  });
}

/**
 * Who writes comes before who reads; where neither says, as in the file. An answer that flows back
 * (the shop's order service reads the payments) does not move its reader behind. Who only reads
 * comes last.
 */
export function inFlowOrder(services: readonly ScenarioService[]): readonly ScenarioService[] {
  const isBack = backwardSteps(services);
  const depths = new Map<ScenarioService, number>();
  const depthOf = (service: ScenarioService): number => {
    const done = depths.get(service);
    if (done !== undefined) return done;
    const before = services.filter((other) => feeds(other, service) && !isBack(other, service));
    const depth = Math.max(-1, ...before.map(depthOf)) + 1;
    depths.set(service, depth);
    return depth;
  };
  return services
    .map((service, index) => ({
      service,
      index,
      depth: service.produces.length > 0 ? depthOf(service) : services.length,
    }))
    .sort((a, b) => a.depth - b.depth || a.index - b.index)
    .map(({ service }) => service);
}

function feeds(writer: ScenarioService, reader: ScenarioService): boolean {
  return writer !== reader && writer.produces.some((topic) => reader.consumes.includes(topic));
}

/** The steps that close a circle when the flow is followed from the first service of the file on. */
function backwardSteps(services: readonly ScenarioService[]) {
  const back = new Set<string>();
  const done = new Set<ScenarioService>();
  const visit = (service: ScenarioService, path: readonly ScenarioService[]): void => {
    if (done.has(service)) return;
    const way = [...path, service];
    for (const reader of services.filter((other) => feeds(service, other))) {
      if (way.includes(reader)) back.add(`${service.name} ${reader.name}`);
      else visit(reader, way);
    }
    done.add(service);
  };
  for (const service of services) visit(service, []);
  return (writer: ScenarioService, reader: ScenarioService) =>
    back.has(`${writer.name} ${reader.name}`);
}

/** By their first writer along the flow; then those that nobody writes. */
function topicOrder(scenario: Scenario, services: readonly ScenarioService[]): readonly string[] {
  const names = scenario.topics.map(({ name }) => name);
  const written = services
    .flatMap(({ produces }) => produces)
    .filter((topic) => names.includes(topic));
  return [...new Set([...written, ...names])];
}
