/** The decision chart: where its boxes are, and which of its lines were taken. */
import {
  answerNames,
  type AnswerName,
  type OutcomeName,
  outcomeNames,
  type Progress,
  type QuestionName,
  questionNames,
  tree,
} from '../../../scenario/models/need-kafka.ts';

export const boxPx = { width: 148, height: 38 } as const;
const gapPx = { x: 44, y: 22 } as const;

type Place = { readonly column: number; readonly row: number };

/** The main line of questions goes down; what ends it lies to the right. */
const questionPlaces: { readonly [Name in QuestionName]: Place } = {
  'answer-at-once': { column: 0, row: 0 },
  'one-program': { column: 0, row: 1 },
  volume: { column: 0, row: 2 },
  replay: { column: 0, row: 3 },
  'several-readers': { column: 0, row: 4 },
  'order-at-scale': { column: 1, row: 4 },
  losable: { column: 0, row: 5 },
  routing: { column: 0, row: 6 },
  cloud: { column: 0, row: 7 },
  operations: { column: 2, row: 3 },
};

const outcomePlaces: { readonly [Name in OutcomeName]: Place } = {
  http: { column: 1, row: 0 },
  database: { column: 1, row: 1 },
  kafka: { column: 2, row: 1.8 },
  'kafka-managed': { column: 2, row: 4.2 },
  redis: { column: 1, row: 5 },
  rabbitmq: { column: 1, row: 6 },
  sqs: { column: 1, row: 7 },
};

export type Box = {
  readonly kind: 'question' | 'outcome';
  readonly name: QuestionName | OutcomeName;
  readonly x: number;
  readonly y: number;
  /** The box is on the way that was taken, or is where it stands. */
  readonly isTaken: boolean;
  readonly isCurrent: boolean;
  /** Answers that lead here; null: it was not met. */
  readonly stepCount: number | null;
};

export type Line = {
  readonly key: string;
  readonly answer: AnswerName;
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
  readonly isTaken: boolean;
};

type Chart = {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly width: number;
  readonly height: number;
};

export function chartOf({ steps, question, outcome }: Progress): Chart {
  const boxes = [
    ...questionNames.map((name): Box => {
      const at = steps.findIndex((step) => step.question === name);
      const isCurrent = question === name;
      const stepCount = isCurrent ? steps.length : at === -1 ? null : at;
      return {
        kind: 'question',
        name,
        ...pointOf(questionPlaces[name]),
        isTaken: stepCount !== null,
        isCurrent,
        stepCount,
      };
    }),
    ...outcomeNames.map(
      (name): Box => ({
        kind: 'outcome',
        name,
        ...pointOf(outcomePlaces[name]),
        isTaken: outcome === name,
        isCurrent: outcome === name,
        stepCount: outcome === name ? steps.length : null,
      }),
    ),
  ];
  const lines = questionNames.flatMap((name) =>
    answerNames.map((answer): Line => {
      const next = tree[name][answer];
      const to = 'outcome' in next ? outcomePlaces[next.outcome] : questionPlaces[next.question];
      const isTaken = steps.some((step) => step.question === name && step.answer === answer);
      return {
        key: `${name} ${answer}`,
        answer,
        isTaken,
        ...drawLine(questionPlaces[name], to),
      };
    }),
  );
  // Lines that were taken lie above the others.
  const ordered = lines.toSorted((left, right) => Number(left.isTaken) - Number(right.isTaken));
  const right = Math.max(...boxes.map(({ x }) => x)) + boxPx.width + 2;
  const bottom = Math.max(...boxes.map(({ y }) => y)) + boxPx.height + 2;
  return { boxes, lines: ordered, width: right, height: bottom };
}

function pointOf({ column, row }: Place): { readonly x: number; readonly y: number } {
  return {
    x: 1 + column * (boxPx.width + gapPx.x),
    y: 1 + row * (boxPx.height + gapPx.y),
  };
}

/** Out of the bottom towards what lies below in the same column, else out of the side. */
function drawLine(from: Place, to: Place): Pick<Line, 'path' | 'labelX' | 'labelY'> {
  const start = pointOf(from);
  const end = pointOf(to);
  if (from.column === to.column) {
    const isDown = end.y > start.y;
    const x = start.x + boxPx.width / 2;
    const fromY = isDown ? start.y + boxPx.height : start.y;
    const toY = isDown ? end.y : end.y + boxPx.height;
    return { path: `M${x} ${fromY}V${toY}`, labelX: x + 6, labelY: (fromY + toY) / 2 + 4 };
  }
  if (to.column < from.column) {
    // Back to the main line: down, then to the left.
    const x = start.x + boxPx.width / 2 + 24;
    const fromY = start.y + boxPx.height;
    const toY = fromY + gapPx.y / 2;
    const toX = end.x + boxPx.width / 2 + 52;
    return {
      path: `M${x} ${fromY}V${toY}H${toX}V${end.y}`,
      labelX: x + 6,
      labelY: fromY + 12,
    };
  }
  const fromX = start.x + boxPx.width;
  const fromY = start.y + boxPx.height / 2;
  const toY = end.y + boxPx.height / 2;
  const middleX = end.x - gapPx.x / 2;
  // Up to what is above: its word stands where no other line begins.
  if (toY < fromY && to.column === from.column + 1) {
    const path = `M${fromX} ${fromY}H${middleX}V${toY}H${end.x}`;
    return { path, labelX: middleX + 4, labelY: (fromY + toY) / 2 + 4 };
  }
  // Past the boxes between, along the gap above them.
  const isFar = to.column - from.column > 1;
  const aroundY = start.y - gapPx.y / 2;
  const path =
    isFar && from.row === 3
      ? `M${fromX} ${fromY}H${end.x}`
      : isFar
        ? `M${fromX} ${fromY}h12V${aroundY + boxPx.height + gapPx.y}H${middleX}V${toY}H${end.x}`
        : `M${fromX} ${fromY}H${middleX}V${toY}H${end.x}`;
  return { path, labelX: fromX + 5, labelY: fromY - 5 };
}
