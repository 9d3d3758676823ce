/** Makes the events of one generator: the same for the same seed and number, but for their time. */
import type {
  GeneratorDefinition,
  TableDefinition,
} from '../../../scenario/definition/scenario.ts';
import { compileRecord } from '../blocks/produce.ts';
import type { Tools } from '../blocks/tools.ts';
import type { Evaluate, Row } from '../expressions/expressions.ts';
import type { Scope } from '../expressions/scope.ts';
import { andThen, type Soon } from '../expressions/soon.ts';
import { type Random, seededRandom } from '../seeded-random.ts';
import { typeOf } from './attempts.ts';
import { NumberedIds } from './identity.ts';
import { PlainMoment, type Place } from './moment.ts';
import type { Outgoing } from './outgoing.ts';

export type Made = {
  readonly record: Outgoing;
  readonly write: { readonly table: TableDefinition; readonly row: Row } | null;
  /** Sent so often: lost, as ever, or twice. */
  readonly copies: 0 | 1 | 2;
  /** It is sent when so many later ones are. */
  readonly lateBy: number;
};

export type MakerOptions = {
  readonly definition: GeneratorDefinition;
  /** Of the service's generators. */
  readonly index: number;
  readonly place: Place;
  readonly runId: string;
  readonly lines: readonly unknown[] | null;
  readonly tools: Tools;
  readonly check: (topic: string, value: unknown) => void;
};

/** The number of the record, from 1, and when it happens. */
export type MakeEvent = (sequence: number, eventMs: number) => Soon<Made>;

export function eventMaker(options: MakerOptions): MakeEvent {
  const { definition, index, place, runId, lines, tools, check } = options;
  const { topic, entities } = definition;
  const extend = tools.expressions.variables(definition.let ?? {});
  const { value, ...rest } = definition;
  const fallback = lines ? '$line' : '{}';
  const makeRecord = compileRecord(
    { ...rest, value: value ?? fallback, key: rest.key ?? (entities ? '$entity' : '""') },
    tools,
  );
  const write = compileWrite(definition, tools);
  const ids = new NumberedIds(`${place.seed}/${place.service}/${index}`);
  // Of each run its own: two runs with one seed are two traces.
  const traces = new NumberedIds(`${runId}/${place.service}/${index}`);
  const fateOf = compileFate(definition, place, index);
  return (sequence, eventMs) => {
    const words = [`generate ${index}`, sequence];
    const moment = new PlainMoment(place, words, { key: null, eventMs, nowMs: eventMs });
    const base: Scope = {
      moment,
      variables: {
        id: String(sequence).padStart(6, '0'),
        sequence,
        entity: entities && entityOf(entities, moment.random),
        line: lines?.[(sequence - 1) % lines.length],
      },
    };
    return andThen(extend({}, base), (scope) =>
      andThen(makeRecord({}, scope), (made) => {
        check(topic, made.value);
        return andThen(write(made.value, scope), (row) => ({
          record: {
            topic,
            partition: null,
            key: made.key === '' ? null : made.key,
            value: made.value === null ? null : JSON.stringify(made.value ?? {}),
            timestampMs: made.timestampMs ?? 0,
            eventMs: made.timestampMs ?? eventMs,
            id: ids.of(sequence),
            type: typeOf(made.value, topic),
            traceId: traces.of(sequence, 1) + traces.of(sequence, 2),
            parentId: null,
            headers: made.headers,
          },
          write: row,
          ...fateOf(sequence),
        }));
      }),
    );
  };
}

function compileWrite({ write }: GeneratorDefinition, tools: Tools) {
  if (!write) return () => null;
  const table = tools.table(write.table);
  const makeRow: Evaluate<Row> = tools.expressions.row(write.row);
  return (value: unknown, scope: Scope): Soon<Made['write']> =>
    andThen(makeRow(value, scope), (row) => ({ table, row }));
}

type Entities = NonNullable<GeneratorDefinition['entities']>;

function entityOf({ prefix = '', count, hot }: Entities, random: Random): string {
  const isHot = hot !== undefined && random.next() < hot.share;
  const hotCount = Math.min(hot?.count ?? 0, count);
  if (isHot) return `${prefix}${random.int(1, Math.max(1, hotCount))}`;
  return `${prefix}${random.int(hotCount < count ? hotCount + 1 : 1, count)}`;
}

type Fate = Pick<Made, 'copies' | 'lateBy'>;

const usual: Fate = { copies: 1, lateBy: 0 };

/** What becomes of records on their way, by their number. */
function compileFate(
  definition: GeneratorDefinition,
  place: Place,
  index: number,
): (sequence: number) => Fate {
  const { late, ratePerS, duplicatePercent = 0, lostPercent = 0, topic } = definition;
  if (!late && duplicatePercent === 0 && lostPercent === 0) return () => usual;
  const lateBy = late ? Math.max(1, Math.round((late.byMs * ratePerS) / 1000)) : 0;
  return (sequence) => {
    const random = seededRandom(place.seed, place.service, `${topic} fate`, index, sequence);
    const isLost = random.next() * 100 < lostPercent;
    const isDouble = random.next() * 100 < duplicatePercent;
    const isLate = late !== undefined && random.next() * 100 < late.percent;
    return { copies: isLost ? 0 : isDouble ? 2 : 1, lateBy: isLate ? lateBy : 0 };
  };
}
