/** A chart on canvas: uPlot set up in the product's colours. Knows nothing of React. */
import uPlot from 'uplot';
import { stacked } from './columns.ts';
import type { MarkGroup } from './marks.ts';
import { timeTicks } from './time-ticks.ts';

export type PlotSeries = {
  readonly key: string;
  readonly label: string;
  /** A token's `var(--…)`. */
  readonly color: string;
  readonly isDashed?: boolean;
};

export type PlotData = {
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
};

export type PlotOptions = {
  readonly series: readonly PlotSeries[];
  readonly isStacked: boolean;
  readonly heightPx: number;
  readonly syncName: string;
  readonly formatValue: (value: number) => string;
  readonly formatTick: (atMs: number) => string;
  readonly onCursor: (index: number | null, leftPx: number) => void;
  readonly onSelect: (fromMs: number, toMs: number) => void;
};

/** What is drawn over the lines; read at each drawing. */
export type Overlay = {
  readonly marks: readonly MarkGroup[];
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
};

export const axisWidthPx = 68;
const axisFont = '11.5px "Pretendard Variable", Pretendard, "Noto Sans KR", system-ui, sans-serif';

/** The value that a token has for an element now. */
export function tokenOf(element: Element, color: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
  if (!name) return color;
  // Tokens are light-dark(): only a property that takes a colour gives the one in use.
  const probe = document.createElement('span');
  probe.style.color = color;
  probe.hidden = true;
  element.append(probe);
  const { color: used } = getComputedStyle(probe);
  probe.remove();
  return used;
}

const toneTokens = {
  plain: 'var(--line-strong)',
  good: 'var(--done)',
  change: 'var(--attention)',
  bad: 'var(--failure)',
} as const;

export function createPlot(
  element: HTMLElement,
  options: PlotOptions,
  overlay: () => Overlay,
): uPlot {
  const color = (token: string) => tokenOf(element, token);
  const [soft, line, strong] = [
    color('var(--text-soft)'),
    color('var(--line)'),
    color('var(--line-strong)'),
  ];
  const tones = {
    plain: color(toneTokens.plain),
    good: color(toneTokens.good),
    change: color(toneTokens.change),
    bad: color(toneTokens.bad),
  };
  const gapColor = color('var(--sunken)');
  const colors = options.series.map((series) => color(series.color));
  const plot = new uPlot(
    {
      width: Math.max(200, element.clientWidth),
      height: options.heightPx,
      ms: 1,
      padding: [8, 2, 0, 0],
      legend: { show: false },
      cursor: {
        points: { size: 7, width: 1.5 },
        drag: { x: true, y: false, setScale: false, dist: 6 },
        sync: { key: options.syncName, setSeries: false },
        y: false,
        focus: { prox: -1 },
      },
      select: { show: true, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: true, auto: false }, y: { range: yRange } },
      axes: [
        {
          stroke: soft,
          font: axisFont,
          size: 26,
          grid: { show: false },
          ticks: { stroke: strong, width: 1, size: 4 },
          border: { show: true, stroke: strong, width: 1 },
          splits: (self) => {
            const { min = 0, max = 0 } = self.scales['x'] ?? {};
            const most = Math.max(2, Math.min(8, Math.floor(self.width / 110)));
            return timeTicks(min, max, undefined, most);
          },
          values: (_self, splits) => splits.map((atMs) => options.formatTick(atMs)),
        },
        {
          stroke: soft,
          font: axisFont,
          size: axisWidthPx,
          space: 34,
          grid: { stroke: line, width: 1 },
          ticks: { show: false },
          // A scale of small whole numbers would say the same twice.
          values: (_self, splits) =>
            splits
              .map((value) => options.formatValue(value))
              .map((text, index, all) => (index > 0 && text === all[index - 1] ? '' : text)),
        },
      ],
      series: [
        {},
        ...options.series.map((series, index) => ({
          label: series.label,
          stroke: colors[index] as string,
          width: 1.5,
          spanGaps: false,
          points: { show: false },
          ...(series.isDashed && { dash: [5, 4] }),
          ...(options.isStacked && index === 0 && { fill: faint(colors[index] as string) }),
        })),
      ],
      bands: options.isStacked
        ? options.series.slice(1).map((_series, index) => ({
            series: [index + 2, index + 1] as [number, number],
            fill: faint(colors[index + 1] as string),
          }))
        : [],
      hooks: {
        drawClear: [(self) => drawGaps(self, overlay().gaps, gapColor)],
        draw: [(self) => drawMarks(self, overlay().marks, tones)],
        setCursor: [
          (self) => {
            const { idx, left } = self.cursor;
            const isOut = idx === null || idx === undefined || (left ?? -1) < 0;
            options.onCursor(isOut ? null : idx, left ?? 0);
          },
        ],
        setSelect: [
          (self) => {
            const { left, width } = self.select;
            if (width < 6) return;
            options.onSelect(self.posToVal(left, 'x'), self.posToVal(left + width, 'x'));
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
    },
    [[], ...options.series.map(() => [])],
    element,
  );
  return plot;
}

export function setPlotData(plot: uPlot, { times, values }: PlotData, isStacked: boolean): void {
  const drawn = isStacked ? stacked(values) : values;
  plot.setData([times as number[], ...(drawn as (number | null)[][])], false);
}

/** From zero to a little above the largest; a flat line at zero lies on the axis. */
function yRange(_self: uPlot, _min: number | null, max: number | null): [number, number] {
  return [0, max === null || max <= 0 ? 1 : max * 1.08];
}

function faint(color: string): string {
  return `color-mix(in srgb, ${color} 22%, transparent)`;
}

function drawGaps(self: uPlot, gaps: Overlay['gaps'], color: string): void {
  const { ctx, bbox } = self;
  ctx.save();
  ctx.fillStyle = color;
  for (const { fromMs, toMs } of gaps) {
    const from = Math.max(bbox.left, self.valToPos(fromMs, 'x', true));
    const to = Math.min(bbox.left + bbox.width, self.valToPos(toMs, 'x', true));
    if (to > from) ctx.fillRect(from, bbox.top, to - from, bbox.height);
  }
  ctx.restore();
}

function drawMarks(
  self: uPlot,
  marks: Overlay['marks'],
  tones: { readonly [Tone in MarkGroup['tone']]: string },
): void {
  const { ctx, bbox } = self;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { atMs, tone } of marks) {
    const x = Math.round(self.valToPos(atMs, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = tones[tone];
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
