/** A strict reader of Prometheus' text format, for tests: anything unusual is an error. */

export type Read = {
  readonly types: ReadonlyMap<string, string>;
  /** `name{a="x",b="y"}` with labels sorted -> value. */
  readonly samples: ReadonlyMap<string, number>;
};

const metricName = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const helpLine = new RegExp(`^# HELP (${metricName}) (?:[^\\\\]|\\\\\\\\|\\\\n)*$`);
const typeLine = new RegExp(`^# TYPE (${metricName}) (counter|gauge|histogram|summary|untyped)$`);
const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\\\\\|\\\\"|\\\\n)*"';
const sampleLine = new RegExp(
  `^(${metricName})(?:\\{(${label}(?:,${label})*)\\})? (NaN|[+-]Inf|-?[0-9]+(?:\\.[0-9]+)?(?:e[+-]?[0-9]+)?)$`,
);

export function readExposition(text: string): Read {
  if (text !== '' && !text.endsWith('\n')) throw new Error('the last line must end');
  const types = new Map<string, string>();
  const helps = new Set<string>();
  const samples = new Map<string, number>();
  let current = '';
  const closed = new Set<string>();
  for (const line of text.split('\n').slice(0, -1)) {
    const help = helpLine.exec(line)?.[1];
    const type = typeLine.exec(line);
    if (help !== undefined) {
      if (helps.has(help)) throw new Error(`a second HELP of ${help}`);
      helps.add(help);
      continue;
    }
    if (type) {
      const [, name = '', kind = ''] = type;
      if (types.has(name)) throw new Error(`a second TYPE of ${name}`);
      types.set(name, kind);
      closed.add(current);
      current = name;
      continue;
    }
    const sample = sampleLine.exec(line);
    if (!sample) throw new Error(`not a line of the format: ${line}`);
    const [, name = '', labels = '', value = ''] = sample;
    if (name !== current) throw new Error(`${name} stands outside of its family`);
    if (closed.has(name)) throw new Error(`the family ${name} is divided`);
    if (types.get(name) === 'counter' && !/_(total|count)$/.test(name)) {
      throw new Error(`the counter ${name} is not called so`);
    }
    const key = `${name}{${(labels.match(new RegExp(label, 'g')) ?? []).sort().join(',')}}`;
    if (samples.has(key)) throw new Error(`twice: ${key}`);
    samples.set(key, Number(value.replace('Inf', 'Infinity')));
  }
  return { types, samples };
}
