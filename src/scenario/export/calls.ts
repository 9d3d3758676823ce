/** Steps as calls of functions that every starter's kit has; each language prints them its way. */
import type { ScenarioDefinition } from '../definition/scenario.ts';
import type { Step } from '../definition/steps.ts';
import { flatExpression } from './printer.ts';

export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | Call
  | { readonly steps: readonly Call[] }
  | { readonly code: string }
  | Fields;
/** A mapping whose keys are data: columns, fields of an event. */
export type Fields = { readonly fields: { readonly [name: string]: Value } };
export type Call = {
  readonly call: string;
  readonly args: readonly Value[];
  readonly options: { readonly [name: string]: Value | undefined };
};

/** The first port of the services that others call. */
const portFirst = 8101;

/** Where `serve` of a service listens. */
export function portOf({ services }: ScenarioDefinition, name: string): number {
  return portFirst + services.findIndex((service) => service.name === name);
}

/** Gives blocks with a memory names of their own within a service. */
export class StepCalls {
  readonly #scenario: ScenarioDefinition;
  /** Whether the language can take over the TypeScript functions. */
  readonly #hasFunctions: boolean;
  readonly #counts = new Map<string, number>();

  constructor(scenario: ScenarioDefinition, hasFunctions: boolean) {
    this.#scenario = scenario;
    this.#hasFunctions = hasFunctions;
  }

  of(steps: readonly Step[]): readonly Call[] {
    return steps.map((step) => this.#call(step));
  }

  #id(block: string): string {
    const count = (this.#counts.get(block) ?? 0) + 1;
    this.#counts.set(block, count);
    return `${block}-${count}`;
  }

  #call(step: Step): Call {
    if ('branch' in step) {
      const branches = step.branch.map(({ when, steps }) =>
        when === undefined
          ? call('otherwise', [{ steps: this.of(steps) }])
          : call('on', [flatExpression(when), { steps: this.of(steps) }]),
      );
      return call('branch', branches);
    }
    if ('saga' in step) {
      const { id, steps, compensate } = step.saga;
      return call('saga', [this.#id('saga')], {
        id: flatExpression(id),
        steps: { steps: this.of(steps) },
        undoOn: compensate.on,
        undoId: flat(compensate.id),
        undoWhen: flat(compensate.when),
        undo: { steps: this.of(compensate.steps) },
      });
    }
    return this.#stateful(step) ?? this.#plain(step);
  }

  /** Blocks that keep something between events. */
  #stateful(step: Leaf): Call | null {
    if ('join' in step) {
      const { kind, as, ...join } = step.join;
      if (kind === 'left') return missing('a join that keeps what found nobody (kind: left)');
      return call('join', [this.#id('join')], {
        other: join.with,
        key: flat(join.key),
        otherKey: flat(join.withKey),
        withinMs: join.withinMs,
        names: [...as],
      });
    }
    if ('aggregate' in step) {
      const { key, window, time, fields, emit, late } = step.aggregate;
      if (window && 'session' in window) return missing('a session window');
      const size = window && ('tumbling' in window ? window.tumbling : window.hopping);
      const named = Object.entries(fields).map(([name, field]): [string, Value] => {
        if (typeof field === 'string') return [name, field];
        const [[how = '', text = ''] = []] = Object.entries(field) as [string, string][];
        return [name, { fields: { [how]: flatExpression(text) } }];
      });
      return call('aggregate', [this.#id('aggregate')], {
        key: flat(key),
        sizeMs: size?.sizeMs,
        advanceMs: window && 'hopping' in window ? window.hopping.advanceMs : undefined,
        graceMs: size?.graceMs,
        time: flat(time),
        fields: { fields: Object.fromEntries(named) },
        emit,
        late,
      });
    }
    if ('deduplicate' in step) {
      const { key, withinMs } = step.deduplicate;
      return call('deduplicate', [this.#id('deduplicate'), flatExpression(key)], { withinMs });
    }
    return null;
  }

  #plain(step: Leaf): Call {
    if ('map' in step) return call('map', [written(step.map)]);
    if ('let' in step) return call('letVars', [fieldsOf(step.let)]);
    if ('filter' in step) return call('filter', [flatExpression(step.filter)]);
    if ('split' in step) return call('split', [flatExpression(step.split)]);
    if ('produce' in step) return call('produce', [step.produce.topic], recordOf(step.produce));
    if ('outbox' in step) return call('produce', [step.outbox.topic], recordOf(step.outbox));
    if ('route' in step) {
      const { to, topics } = step.route;
      return call('route', [flatExpression(to), [...topics]], recordOf(step.route));
    }
    if ('enrich' in step) {
      const { table, key, as } = step.enrich;
      return call('enrich', [table, flatExpression(key), as]);
    }
    if ('write' in step) {
      const { table, row, conflict, unless } = step.write;
      return call('write', [table, fieldsOf(row)], { conflict, unless: flat(unless) });
    }
    if ('sql' in step) {
      const { run, params = {}, as } = step.sql;
      return call('sql', [
        flatExpression(run),
        fieldsOf(params),
        ...(as === undefined ? [] : [as]),
      ]);
    }
    if ('delay' in step) {
      const { delay } = step;
      return call('delay', typeof delay === 'number' ? [delay] : [delay.minMs, delay.maxMs]);
    }
    if ('fail' in step) {
      const { rate, every, when, message, isFinal } = step.fail;
      return call('fail', [message], { rate, every, condition: flat(when), isFinal });
    }
    if ('log' in step) return call('log', [flatExpression(step.log)]);
    if ('call' in step) return this.#request(step.call);
    if ('run' in step) {
      if (!this.#hasFunctions) return missing(`the TypeScript function ${step.run}`);
      return call('run', [{ code: `functions.${step.run}` }]);
    }
    return missing(Object.keys(step)[0] ?? 'a block');
  }

  #request(options: Extract<Leaf, { call: unknown }>['call']): Call {
    const { service, path = '/', url, method, body, timeoutMs, as } = options;
    const address =
      service === undefined
        ? (url ?? '')
        : `http://127.0.0.1:${portOf(this.#scenario, service)}${path}`;
    return call('call', [address], {
      method,
      body: body === undefined ? undefined : written(body),
      timeoutMs,
      into: as,
    });
  }
}

type Leaf = Exclude<Step, { branch: unknown } | { saga: unknown }>;

function call(name: string, args: readonly Value[], options: Call['options'] = {}): Call {
  return { call: name, args, options };
}

function missing(what: string): Call {
  return call('notExpressed', [what]);
}

function flat(text: string | undefined): string | undefined {
  return text === undefined ? undefined : flatExpression(text);
}

export function fieldsOf(fields: { readonly [name: string]: string }): Fields {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, text]) => [name, flatExpression(text)]),
    ),
  };
}

type Written = string | { readonly [name: string]: string };

export function written(value: Written): Value {
  return typeof value === 'string' ? flatExpression(value) : fieldsOf(value);
}

export function recordOf(parts: {
  readonly key?: string | undefined;
  readonly value?: Written | undefined;
  readonly headers?: { readonly [name: string]: string } | undefined;
  readonly timestamp?: string | undefined;
}): Call['options'] {
  const { key, value, headers, timestamp } = parts;
  return {
    key: flat(key),
    value: value === undefined ? undefined : written(value),
    headers: headers && fieldsOf(headers),
    timestamp: flat(timestamp),
  };
}
