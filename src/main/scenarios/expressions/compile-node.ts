/**
 * JSONata, compiled: the common part of the language as JavaScript closures that answer at once.
 * JSONata 2 evaluates every node with promises, which costs more than handling a record otherwise
 * does. What is not compiled here is evaluated by JSONata.
 */
import { builtinCall, settled, toBoolean } from './builtins.ts';
import { givenFunctions } from './own-functions.ts';
import { binaryOperators, leftToJsonata, negate } from './operators.ts';
import { filterBy, itemAt, lookUp, takeStep } from './paths.ts';
import { type Moment, momentVariables, type OwnFunctions } from './scope.ts';

/** A node of JSONata's syntax tree; which fields it has depends on its type. */
export type Node = {
  readonly type: string;
  readonly value?: unknown;
  readonly [name: string]: unknown;
};
/** `variables` may grow inside a block; it belongs to this evaluation alone. */
export type Frame = { readonly moment: Moment; readonly variables: Record<string, unknown> };
export type Compiled = (input: unknown, frame: Frame) => unknown;

/** Thrown while compiling: this is left to JSONata as a whole. */
export class NotCompiled extends Error {}

type Make = (node: Node, functions: OwnFunctions) => Compiled;

/** What a node may carry that only JSONata understands. */
const foreign = ['group', 'tuple', 'focus', 'index', 'ancestor', 'keepArray', 'consarray', 'thunk'];

export function compileNode(node: Node, functions: OwnFunctions): Compiled {
  const make = makers[node.type];
  if (!make || foreign.some((name) => node[name])) throw new NotCompiled(node.type);
  return withPredicates(make(node, functions), node['predicate'], functions);
}

function withPredicates(base: Compiled, predicates: unknown, functions: OwnFunctions): Compiled {
  const list = (predicates ?? []) as readonly { readonly type: string; readonly expr: Node }[];
  return list.reduce<Compiled>((before, { type, expr }) => {
    if (type !== 'filter') throw new NotCompiled(type);
    if (expr.type === 'number') {
      return (input, frame) => settled(itemAt(before(input, frame), expr.value as number));
    }
    const test = compileNode(expr, functions);
    return (input, frame) => settled(filterBy(before(input, frame), (item) => test(item, frame)));
  }, base);
}

const makers: { readonly [type: string]: Make } = {
  string:
    ({ value }) =>
    () =>
      value,
  number:
    ({ value }) =>
    () =>
      value,
  value:
    ({ value }) =>
    () =>
      value,
  name:
    ({ value }) =>
    (input) =>
      settled(lookUp(input, value as string)),
  path: compilePath,
  variable: compileVariable,
  binary: compileBinary,
  unary: compileUnary,
  condition: compileCondition,
  block: compileBlock,
  bind: compileBind,
  function: compileCall,
};

function compilePath(node: Node, functions: OwnFunctions): Compiled {
  if (node['keepSingletonArray']) throw new NotCompiled('path');
  const steps = node['steps'] as readonly Node[];
  const isAbsolute = steps[0]?.type === 'variable';
  const only = steps[0] as Node;
  const compiled = steps.map((step) =>
    withPredicates(
      compileNode({ ...step, stages: undefined }, functions),
      step['stages'],
      functions,
    ),
  );
  const walk: Compiled = (input, frame) => {
    let items: readonly unknown[] = Array.isArray(input) && !isAbsolute ? input : [input];
    for (let index = 0; index < compiled.length; index += 1) {
      const step = compiled[index] as Compiled;
      items = takeStep(items, index === compiled.length - 1, (item) => step(item, frame));
      if (items.length === 0) return settled(items);
    }
    return settled(items);
  };
  const names = steps.map((step) => step.value as string);
  const isPlain = steps.every(
    (step, index) =>
      (step.type === 'name' || (index === 0 && step.type === 'variable')) &&
      !step['stages'] &&
      !step['predicate'],
  );
  if (!isPlain) return walk;
  const start = isAbsolute ? compileVariable(only) : null;
  // No arrays on the way, as in nearly all events: plain fields.
  return (input, frame) => {
    let value = start ? start(input, frame) : input;
    for (let index = start ? 1 : 0; index < names.length; index += 1) {
      if (typeof value !== 'object' || value === null) return undefined;
      if (Array.isArray(value)) return walk(input, frame);
      const name = names[index] as string;
      value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
    }
    return Array.isArray(value) ? walk(input, frame) : value;
  };
}

function compileVariable({ value }: Node): Compiled {
  const name = value as string;
  if (name === '') return (input) => input;
  if (name === '$') return (_input, frame) => frame.variables['$'];
  const ofMoment = Object.hasOwn(momentVariables, name) ? momentVariables[name] : undefined;
  if (!ofMoment) {
    // The function itself, not its answer: only JSONata hands functions about.
    if (builtinCall(name) || name in givenFunctions) throw new NotCompiled(name);
    return (_input, { variables }) => variables[name];
  }
  return (_input, { moment, variables }) =>
    name in variables ? variables[name] : ofMoment(moment);
}

function compileBinary(node: Node, functions: OwnFunctions): Compiled {
  const sign = node.value as string;
  const left = compileNode(node['lhs'] as Node, functions);
  const right = compileNode(node['rhs'] as Node, functions);
  if (sign === 'and') {
    return (input, frame) => toBoolean(left(input, frame)) && toBoolean(right(input, frame));
  }
  if (sign === 'or') {
    return (input, frame) => toBoolean(left(input, frame)) || toBoolean(right(input, frame));
  }
  const operate = binaryOperators[sign];
  if (!operate) throw new NotCompiled(sign);
  return (input, frame) => operate(left(input, frame), right(input, frame));
}

function compileUnary(node: Node, functions: OwnFunctions): Compiled {
  if (node.value === '-') {
    const operand = compileNode(node['expression'] as Node, functions);
    return (input, frame) => negate(operand(input, frame));
  }
  if (node.value === '[') return compileArray(node, functions);
  if (node.value === '{') return compileObject(node, functions);
  throw new NotCompiled(String(node.value));
}

function compileArray(node: Node, functions: OwnFunctions): Compiled {
  const items = (node['expressions'] as readonly Node[]).map((item) => ({
    evaluate: compileNode(item, functions),
    isArray: item.value === '[',
  }));
  return (input, frame) => {
    const result: unknown[] = [];
    for (const { evaluate, isArray } of items) {
      const value = evaluate(input, frame);
      if (value === undefined) continue;
      if (isArray || !Array.isArray(value)) result.push(value);
      else for (const item of value) result.push(item);
    }
    return result;
  };
}

function compileObject(node: Node, functions: OwnFunctions): Compiled {
  const pairs = (node['lhs'] as readonly (readonly [Node, Node])[]).map(([key, value]) => {
    // Two computed names may be one: JSONata's to tell.
    if (key.type !== 'string') throw new NotCompiled('object');
    return { name: key.value as string, evaluate: compileNode(value, functions) };
  });
  const names = new Set(pairs.map(({ name }) => name));
  if (names.size < pairs.length || names.has('__proto__') || names.has('_jsonata_lambda')) {
    throw new NotCompiled('object');
  }
  return (input, frame) => {
    // An array is grouped.
    if (Array.isArray(input)) throw leftToJsonata;
    const result: Record<string, unknown> = {};
    for (const { name, evaluate } of pairs) {
      const value = evaluate(input, frame);
      if (value !== undefined) result[name] = value;
    }
    return result;
  };
}

function compileCondition(node: Node, functions: OwnFunctions): Compiled {
  const test = compileNode(node['condition'] as Node, functions);
  const yes = compileNode(node['then'] as Node, functions);
  const no = node['else'] ? compileNode(node['else'] as Node, functions) : () => undefined;
  return (input, frame) => (toBoolean(test(input, frame)) ? yes : no)(input, frame);
}

function compileBlock(node: Node, functions: OwnFunctions): Compiled {
  const nodes = node['expressions'] as readonly Node[];
  const expressions = nodes.map((item) => compileNode(item, functions));
  const [only] = expressions;
  if (only && expressions.length === 1 && nodes[0]?.type !== 'bind') return only;
  return (input, { moment, variables }) => {
    const own = { moment, variables: { ...variables } };
    let result: unknown;
    for (const expression of expressions) result = expression(input, own);
    return result;
  };
}

function compileBind(node: Node, functions: OwnFunctions): Compiled {
  const name = (node['lhs'] as Node).value as string;
  const value = compileNode(node['rhs'] as Node, functions);
  return (input, { moment, variables }) => {
    const result = value(input, { moment, variables });
    variables[name] = result;
    return result;
  };
}

function compileCall(node: Node, functions: OwnFunctions): Compiled {
  const procedure = node['procedure'] as Node;
  if (procedure.type !== 'variable' || procedure['predicate']) throw new NotCompiled('function');
  const name = procedure.value as string;
  const args = (node['arguments'] as readonly Node[]).map((item) => compileNode(item, functions));
  const own = functions[name] ?? givenFunctions[name];
  if (own) {
    return (input, frame) =>
      settled(
        own(
          args.map((evaluate) => evaluate(input, frame)),
          frame.moment,
        ),
      );
  }
  const call = builtinCall(name);
  if (!call) throw new NotCompiled(name);
  return (input, frame) => {
    const values = args.map((evaluate) => evaluate(input, frame));
    try {
      return call(values, input);
    } catch {
      // It says what is wrong with the arguments better than its parts do.
      throw leftToJsonata;
    }
  };
}
