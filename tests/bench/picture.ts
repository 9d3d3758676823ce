/** The ratios of a run as a picture (SVG): a bar for each figure, Apache Kafka is the line at 1. */
import {
  type FigureName,
  figureNames,
  figures,
  median,
  type WorkName,
  workNames,
} from './figures.ts';
import type { Result } from './report.ts';

const width = 1120;
const rowHeight = 26;
const textWidth = 590;
const barWidth = 330;
const left = textWidth + 14;
/** Ratios up to here have room; what is longer ends in an arrow. */
const ratioMax = 3;

type Row = { readonly name: FigureName; readonly ratio: number };

/** The works that both engines have done, each with its picture. */
export function pictures(samples: Result['samples']): { work: WorkName; svg: string }[] {
  return workNames.flatMap((work) => {
    const rows = figureNames
      .filter((name) => figures[name].work === work)
      .flatMap((name) => {
        const ratio = ratioOf(samples, name);
        return ratio === undefined ? [] : [{ name, ratio }];
      });
    return rows.length === 0 ? [] : [{ work, svg: picture(rows) }];
  });
}

/** Rivulet ÷ Apache Kafka, of the medians. */
export function ratioOf(samples: Result['samples'], name: FigureName): number | undefined {
  const [ours, theirs] = [samples.Rivulet?.[name], samples['Apache Kafka']?.[name]];
  if (!ours || !theirs || median(theirs) === 0) return undefined;
  return median(ours) / median(theirs);
}

function picture(rows: readonly Row[]): string {
  const height = rows.length * rowHeight + 44;
  const one = left + barWidth / ratioMax;
  const title = rows.map(({ name, ratio }) => `${figures[name].text}: ${show(ratio)}`).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>${escaped(title)}</title>
<style>text{fill:#24292f}.better{fill:#1a7f64}.worse{fill:#b4531a}.line{stroke:#57606a}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.better{fill:#3fb68b}.worse{fill:#e08b4f}.line{stroke:#8b949e}}</style>
${rows.map(bar).join('\n')}
<line class="line" x1="${one}" x2="${one}" y1="8" y2="${rows.length * rowHeight + 14}" stroke-dasharray="3 3"/>
<text x="${one}" y="${height - 12}" text-anchor="middle" font-size="12">Apache Kafka = 1</text>
</svg>
`;
}

function bar({ name, ratio }: Row, index: number): string {
  const { better, text } = figures[name];
  const y = index * rowHeight + 10;
  const isBetter = better === 'higher' ? ratio >= 1 : ratio <= 1;
  const length = (Math.min(ratio, ratioMax) / ratioMax) * barWidth;
  const arrow = ratio > ratioMax ? ' →' : '';
  const label = `${show(ratio)}${arrow} (${better === 'higher' ? 'more' : 'less'} is better)`;
  return `<text x="${textWidth}" y="${y + 14}" text-anchor="end">${escaped(text)}</text>
<rect class="${isBetter ? 'better' : 'worse'}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="18" rx="3"/>
<text x="${left + barWidth + 12}" y="${y + 14}" font-size="12">${label}</text>`;
}

const show = (ratio: number): string => `${Number(ratio.toPrecision(2))}`;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
