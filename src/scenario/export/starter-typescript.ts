/** A starter project in TypeScript, with @platformatic/kafka. */
import type {
  GeneratorDefinition,
  ScenarioDefinition,
  ServiceDefinition,
} from '../definition/scenario.ts';
import { groupOf } from '../service-links.ts';
import { type Call, fieldsOf, portOf, recordOf, StepCalls, type Value, written } from './calls.ts';
import { englishOf, type ExportFile, oneLine } from './files.ts';
import { serviceLimits } from './limits.ts';
import { type Code, prefixed, printCode } from './printer.ts';
import { starterReadme } from './starter-readme.ts';
import { topicScript } from './topics.ts';

/** `kit`: the files that are the same in every project. */
export function typescriptFiles(
  scenario: ScenarioDefinition,
  kit: readonly ExportFile[],
): readonly ExportFile[] {
  const { services } = scenario;
  const readme = starterReadme(scenario, 'typescript', {
    needs: 'Node 24 or newer',
    install: 'npm install',
    start: 'npm start',
    startOne: 'npm start -- NAME',
    services: 'src/services',
    kit: 'src/kit',
  });
  return [
    ...kit.map((file) => renamed(file, scenario.name)),
    { path: 'README.md', text: readme },
    { path: 'create-topics.sh', text: topicScript(scenario), isExecutable: true },
    { path: '.gitignore', text: 'node_modules/\ndata/\n' },
    { path: 'src/main.ts', text: mainText(services) },
    ...services.flatMap((service) => [
      { path: `src/services/${service.name}.ts`, text: serviceText(scenario, service) },
      ...(service.functions === undefined
        ? []
        : [{ path: `src/services/${service.name}.functions.ts`, text: functionsText(service) }]),
    ]),
  ];
}

function renamed(file: ExportFile, name: string): ExportFile {
  if (file.path !== 'package.json') return file;
  return { ...file, text: file.text.replace('"name": "starter"', `"name": "${name}"`) };
}

function functionsText({ functions = '' }: ServiceDefinition): string {
  return `// @ts-nocheck: taken over from the drawing as it is\n${functions.trimEnd()}\n`;
}

function mainText(services: readonly ServiceDefinition[]): string {
  const imports = services.map(
    ({ name }) => `import { ${variable(name)} } from './services/${name}.ts';`,
  );
  const list = printCode({
    open: 'const all = [',
    close: '];',
    items: services.map(({ name }) => variable(name)),
  });
  return `/** Starts all services, or those that are named: \`npm start -- payment stock\`. */
${imports.join('\n')}

${list}
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.some(({ options }) => options.name === name));
if (unknown.length > 0) throw new Error(\`There is no service \${unknown.join(', ')}\`);
const chosen = all.filter(({ options }) => wanted.length === 0 || wanted.includes(options.name));
await Promise.all(chosen.map((service) => service.start()));
`;
}

function serviceText(scenario: ScenarioDefinition, service: ServiceDefinition): string {
  const calls = new StepCalls(scenario, true);
  const { tables = [], generate = [], consume = [], timers = [], serve = [], functions } = service;
  const parts: readonly (readonly [string, Code | null])[] = [
    ['scenario', text(scenario.name)],
    ['name', text(service.name)],
    ['group', text(groupOf(service))],
    ['port', serve.length === 0 ? null : String(portOf(scenario, service.name))],
    [
      'tables',
      listOf(tables.map(({ name, key, columns, rows }) => data({ name, key, columns, rows }))),
    ],
    ['generate', listOf(generate.map((each) => object(generatorParts(each))))],
    [
      'consume',
      listOf(
        consume.map(({ topic, steps = [], retry, deadLetter }) =>
          object([
            ['topic', text(topic)],
            ['steps', code({ steps: calls.of(steps) })],
            ['retry', retry ? data(retry) : null],
            ['deadLetter', deadLetter === undefined ? null : text(deadLetter)],
          ]),
        ),
      ),
    ],
    [
      'timers',
      listOf(
        timers.map(({ name, everyMs, steps }) =>
          object([
            ['name', text(name)],
            ['everyMs', String(everyMs)],
            ['steps', code({ steps: calls.of(steps) })],
          ]),
        ),
      ),
    ],
    [
      'serve',
      listOf(
        serve.map(({ path, steps, reply }) =>
          object([
            ['path', text(path)],
            ['steps', code({ steps: calls.of(steps) })],
            ['reply', reply === undefined ? null : code(written(reply))],
          ]),
        ),
      ),
    ],
  ];
  const body = printCode(
    prefixed(`export const ${variable(service.name)} = new Service(`, object(parts)),
  ).replace(/\}$/, '});');
  const used = blocksIn(body);
  const limits = serviceLimits(service, 'typescript').map(
    (what) => `// Not part of this project: ${what}`,
  );
  return [
    `/** ${oneLine(englishOf(service.description ?? service.title) ?? service.name)} */`,
    ...(used.length === 0
      ? []
      : [printCode({ open: 'import { ', close: " } from '../kit/blocks.ts';", items: used })]),
    "import { Service } from '../kit/service.ts';",
    ...(functions === undefined
      ? []
      : [`import * as functions from './${service.name}.functions.ts';`]),
    '',
    ...limits,
    body,
    '',
  ].join('\n');
}

const blockNames = [
  'aggregate',
  'branch',
  'call',
  'deduplicate',
  'delay',
  'enrich',
  'fail',
  'filter',
  'join',
  'letVars',
  'log',
  'map',
  'notExpressed',
  'on',
  'otherwise',
  'produce',
  'route',
  'run',
  'saga',
  'split',
  'sql',
  'write',
];

function blocksIn(body: string): readonly string[] {
  const withoutTexts = body.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");
  return blockNames.filter((name) => new RegExp(`(?<![.\\w])${name}\\(`).test(withoutTexts));
}

function generatorParts(
  generator: GeneratorDefinition,
): readonly (readonly [string, Code | null])[] {
  const { topic, ratePerS, count, entities, write, duplicatePercent, lostPercent } = generator;
  const number = (value: number | undefined) => (value === undefined ? null : String(value));
  return [
    ['topic', text(topic)],
    ['ratePerS', String(ratePerS)],
    ['count', number(count)],
    ['entities', entities ? data(entities) : null],
    ['let', generator.let ? code(fieldsOf(generator.let)) : null],
    ...Object.entries(recordOf(generator)).map(
      ([name, value]) => [name, value === undefined ? null : code(value)] as const,
    ),
    [
      'write',
      write
        ? object([
            ['table', text(write.table)],
            ['row', code(fieldsOf(write.row))],
          ])
        : null,
    ],
    ['duplicatePercent', number(duplicatePercent)],
    ['lostPercent', number(lostPercent)],
  ];
}

function listOf(items: readonly Code[]): Code | null {
  return items.length === 0 ? null : { open: '[', close: ']', items };
}

function object(entries: readonly (readonly [string, Code | null])[]): Code {
  const items = entries.flatMap(([name, value]) =>
    value === null ? [] : [prefixed(`${keyOf(name)}: `, value)],
  );
  return { open: '{', close: '}', items, pad: ' ' };
}

/** Plain data as it would be written. */
function data(value: unknown): Code {
  if (Array.isArray(value)) return { open: '[', close: ']', items: value.map(data) };
  if (typeof value === 'object' && value !== null) {
    return object(
      Object.entries(value).map(([name, each]) => [name, each === undefined ? null : data(each)]),
    );
  }
  return typeof value === 'string' ? text(value) : String(value);
}

function code(value: Value): Code {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (isList(value)) return { open: '[', close: ']', items: value.map(code) };
  if ('code' in value) return value.code;
  if ('steps' in value) return { open: '[', close: ']', items: value.steps.map(callCode) };
  if ('call' in value) return callCode(value);
  return object(Object.entries(value.fields).map(([name, each]) => [name, code(each)]));
}

function callCode({ call, args, options }: Call): Code {
  const named = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, code(value)] as const],
  );
  const items = [...args.map(code), ...(named.length === 0 ? [] : [object(named)])];
  return { open: `${call}(`, close: ')', items };
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function keyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : text(name);
}

function text(value: string): string {
  const quoted = JSON.stringify(value);
  if (value.includes("'") && !value.includes('"')) return quoted;
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** `stock-updates` -> `stockUpdates`; a word of the language gets a `_`. */
function variable(name: string): string {
  const camel = name.replaceAll(
    /[^A-Za-z0-9]+(.)?/g,
    (_all, next: string | undefined) => next?.toUpperCase() ?? '',
  );
  return camel === 'functions' || camel === 'all' || reserved.has(camel) ? `${camel}_` : camel;
}

const reserved = new Set([
  'new',
  'delete',
  'import',
  'export',
  'return',
  'default',
  'switch',
  'case',
  'class',
  'function',
  'package',
  'in',
  'for',
  'if',
  'do',
  'try',
  'var',
  'let',
  'const',
  'with',
  'void',
  'this',
  'enum',
  'await',
  'wanted',
  'unknown',
  'chosen',
  'process',
]);
