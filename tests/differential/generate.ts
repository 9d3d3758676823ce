/** Requests made up from the tables of the protocol: mostly sound, each with something odd. */
import type { Api } from '../../src/broker/protocol/api.ts';
import type { Field, Type } from '../../src/broker/protocol/types.ts';
import { SimRandom } from '../support/sim-random.ts';
import { poolOf } from './pools.ts';

type AnyType = Type<unknown, unknown>;
type NamedField = Field<unknown, unknown> & { readonly name: string };
type Layout = { readonly version: number; readonly flexible: boolean };

/** How many fields of a request are odd, from a quarter that has none to one that has many. */
const oddRates = [0, 0.1, 0.25, 0.6];

/** A partition that is named twice would leave the sides with different logs, see differences.ts. */
const produceKey = 0;
/** Protocols that are named twice are never answered by Kafka. */
const joinGroupKey = 11;
/** A list without elements ends Kafka's process: what its quorum's thread cannot read is fatal. */
const quorumKeys = new Set([52, 53, 54, 55, 59]);

/** The same request for the same numbers, whatever else is asked. */
export function generateRequest(api: Api, version: number, seed: number, turn: number): unknown {
  const random = new SimRandom(seed).fork(`${api.key}.${version}.${turn}`);
  const layout = { version, flexible: version >= api.flexibleFrom };
  const isQuorum = quorumKeys.has(api.key);
  const isOnce = api.key === produceKey || api.key === joinGroupKey || isQuorum;
  const maker = new Maker(random, random.pick(oddRates), layout, isOnce, isQuorum);
  return maker.value(api.request.type as AnyType, api.name);
}

/** What a server calls what all have. */
export type OwnWords = { idOf(topic: string): string; folder(): string };

/** Replaces the texts that stand for what each side has a value of its own for. */
export function inOwnWords(value: unknown, words: OwnWords): unknown {
  if (typeof value === 'string') {
    if (value.startsWith('@id:')) return words.idOf(value.slice(4));
    return value === '@dir' ? words.folder() : value;
  }
  if (Array.isArray(value)) return value.map((element) => inOwnWords(element, words));
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  const entries = Object.entries(value).map(([name, field]) => [name, inOwnWords(field, words)]);
  return Object.fromEntries(entries) as object;
}

class Maker {
  private readonly random: SimRandom;
  private readonly oddRate: number;
  private readonly layout: Layout;
  private readonly onceOnly: boolean;
  private readonly isFilled: boolean;

  constructor(
    random: SimRandom,
    oddRate: number,
    layout: Layout,
    onceOnly: boolean,
    isFilled: boolean,
  ) {
    this.onceOnly = onceOnly;
    this.isFilled = isFilled;
    this.random = random;
    this.oddRate = oddRate;
    this.layout = layout;
  }

  value(type: AnyType, path: string): unknown {
    const { shape } = type;
    if (shape.kind === 'struct') return this.struct(shape.fields as readonly NamedField[], path);
    const isNullable = this.layout.version >= shape.nullableFrom;
    if (shape.kind === 'array') {
      if (isNullable && this.random.chance(0.2)) return null;
      return this.array(shape.element as AnyType, path);
    }
    if (shape.kind === 'nullable') {
      if (isNullable && this.random.chance(0.4)) return null;
      return this.value(shape.inner as AnyType, path);
    }
    const { sound, odd } = poolOf(path, shape.kind);
    const from = this.random.chance(this.oddRate) ? odd : sound;
    const picked = this.random.pick(from);
    if (picked !== null || isNullable) return picked;
    return from.find((it) => it !== null) ?? sound.find((it) => it !== null) ?? type.zero;
  }

  private struct(fields: readonly NamedField[], path: string): object {
    const { version, flexible } = this.layout;
    const entries = fields.map((field) => {
      const isTold = version >= field.from && version <= field.to && (field.tag < 0 || flexible);
      const isLeftOut = field.tag >= 0 && this.random.chance(0.7);
      if (!isTold || isLeftOut) return [field.name, field.fallback];
      return [field.name, this.value(field.type, `${path}.${field.name}`)];
    });
    return Object.fromEntries(entries) as object;
  }

  private array(element: AnyType, path: string): unknown[] {
    const isOdd = this.random.chance(this.oddRate);
    if (isOdd && !this.isFilled && this.random.chance(0.4)) return [];
    const count = this.random.chance(0.7) ? 1 : 2;
    const elements = Array.from({ length: count }, () => this.value(element, path));
    if (this.onceOnly) return elements.slice(0, 1);
    // The same twice.
    if (isOdd && this.random.chance(0.4)) elements.push(elements[0]);
    return elements;
  }
}
