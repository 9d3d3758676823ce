/** A starter project in Python, with confluent-kafka. */
import type { ScenarioDefinition, ServiceDefinition } from '../definition/scenario.ts';
import { groupOf } from '../service-links.ts';
import { type Call, fieldsOf, portOf, recordOf, StepCalls, type Value, written } from './calls.ts';
import { englishOf, type ExportFile, oneLine } from './files.ts';
import { serviceLimits } from './limits.ts';
import { type Code, prefixed, printCode } from './printer.ts';
import { starterReadme } from './starter-readme.ts';
import { topicScript } from './topics.ts';

const step = 4;
type Entries = readonly (readonly [string, Code | null])[];

/** `kit`: the files that are the same in every project. */
export function pythonFiles(
  scenario: ScenarioDefinition,
  kit: readonly ExportFile[],
): readonly ExportFile[] {
  const { services } = scenario;
  const readme = starterReadme(scenario, 'python', {
    needs: 'Python 3.10 or newer',
    install: 'python3 -m venv venv && venv/bin/pip install -r requirements.txt',
    start: 'venv/bin/python main.py',
    startOne: 'venv/bin/python main.py NAME',
    services: 'services',
    kit: 'kit',
  });
  return [
    ...kit,
    { path: 'README.md', text: readme },
    { path: 'create-topics.sh', text: topicScript(scenario), isExecutable: true },
    { path: '.gitignore', text: 'venv/\ndata/\n__pycache__/\n' },
    { path: 'main.py', text: mainText(services) },
    { path: 'services/__init__.py', text: '"""One module for each service of the drawing."""\n' },
    ...services.map((service) => ({
      path: `services/${pythonName(service.name)}.py`,
      text: serviceText(scenario, service),
    })),
  ];
}

function mainText(services: readonly ServiceDefinition[]): string {
  const names = services.map(({ name }) => pythonName(name));
  const list = printCode(
    { open: 'ALL = [', close: ']', items: names.map((name) => `${name}.service`) },
    0,
    0,
    step,
  );
  const imports = printCode(
    { open: 'from services import (', close: ')', items: names },
    0,
    200,
    step,
  );
  return `"""Starts all services, or those that are named: \`python main.py payment stock\`."""

import sys

${imports}

${list}


def main():
    wanted = sys.argv[1:]
    unknown = [name for name in wanted if name not in [service.name for service in ALL]]
    if unknown:
        sys.exit(f"There is no service {', '.join(unknown)}")
    chosen = [service for service in ALL if not wanted or service.name in wanted]
    threads = [thread for service in chosen for thread in service.start()]
    try:
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
`;
}

function serviceText(scenario: ScenarioDefinition, service: ServiceDefinition): string {
  const calls = new StepCalls(scenario, false);
  const { tables = [], generate = [], consume = [], timers = [], serve = [] } = service;
  const stepsOf = (steps: Parameters<StepCalls['of']>[0]) => code({ steps: calls.of(steps) });
  const parts: Entries = [
    ['scenario', text(scenario.name)],
    ['name', text(service.name)],
    ['group', text(groupOf(service))],
    ['port', serve.length === 0 ? null : String(portOf(scenario, service.name))],
    [
      'tables',
      listOf(tables.map(({ name, key, columns, rows }) => data({ name, key, columns, rows }))),
    ],
    ['generate', listOf(generate.map(generatorOf))],
    [
      'consume',
      listOf(
        consume.map(({ topic, steps = [], retry, deadLetter }) =>
          mapping([
            ['topic', text(topic)],
            ['steps', stepsOf(steps)],
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
          mapping([
            ['name', text(name)],
            ['everyMs', String(everyMs)],
            ['steps', stepsOf(steps)],
          ]),
        ),
      ),
    ],
    [
      'serve',
      listOf(
        serve.map(({ path, steps, reply }) =>
          mapping([
            ['path', text(path)],
            ['steps', stepsOf(steps)],
            ['reply', reply === undefined ? null : code(written(reply))],
          ]),
        ),
      ),
    ],
  ];
  const items = parts.flatMap(([name, value]) =>
    value === null ? [] : [prefixed(`${name}=`, value)],
  );
  const body = printCode({ open: 'service = Service(', close: ')', items }, 0, 0, step);
  const hasBlocks = /\bblocks\./.test(body);
  const limits = serviceLimits(service, 'python').map(
    (what) => `# Not part of this project: ${what}`,
  );
  return [
    `"""${oneLine(englishOf(service.description ?? service.title) ?? service.name).replaceAll('"', "'")}"""`,
    '',
    ...(hasBlocks ? ['from kit import blocks'] : []),
    'from kit.service import Service',
    '',
    ...limits,
    body,
    '',
  ].join('\n');
}

function generatorOf(generator: NonNullable<ServiceDefinition['generate']>[number]): Code {
  const { topic, ratePerS, count, entities, write, duplicatePercent, lostPercent } = generator;
  const number = (value: number | undefined) => (value === undefined ? null : String(value));
  const names = generator.let;
  return mapping([
    ['topic', text(topic)],
    ['ratePerS', String(ratePerS)],
    ['count', number(count)],
    ['entities', entities ? data(entities) : null],
    ['let', names ? code(fieldsOf(names)) : null],
    ...Object.entries(recordOf(generator)).map(
      ([name, value]) => [name, value === undefined ? null : code(value)] as const,
    ),
    [
      'write',
      write
        ? mapping([
            ['table', text(write.table)],
            ['row', code(fieldsOf(write.row))],
          ])
        : null,
    ],
    ['duplicatePercent', number(duplicatePercent)],
    ['lostPercent', number(lostPercent)],
  ]);
}

function listOf(items: readonly Code[]): Code | null {
  return items.length === 0 ? null : { open: '[', close: ']', items };
}

function mapping(entries: Entries): Code {
  const items = entries.flatMap(([name, value]) =>
    value === null ? [] : [prefixed(`${text(name)}: `, value)],
  );
  return { open: '{', close: '}', items };
}

function data(value: unknown): Code {
  if (value === null) return 'None';
  if (Array.isArray(value)) return { open: '[', close: ']', items: value.map(data) };
  if (typeof value === 'object') {
    return mapping(
      Object.entries(value).map(([name, each]) => [name, each === undefined ? null : data(each)]),
    );
  }
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? text(value) : String(value);
}

function code(value: Value): Code {
  if (typeof value !== 'object') return data(value);
  if (isList(value)) return { open: '[', close: ']', items: value.map(code) };
  if ('code' in value) return value.code;
  if ('steps' in value) return { open: '[', close: ']', items: value.steps.map(callCode) };
  if ('call' in value) return callCode(value);
  return mapping(Object.entries(value.fields).map(([name, each]) => [name, code(each)]));
}

function callCode({ call, args, options }: Call): Code {
  const named = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [prefixed(`${snake(name)}=`, code(value))],
  );
  return { open: `blocks.${snake(call)}(`, close: ')', items: [...args.map(code), ...named] };
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** JSON's texts are Python's; quotes are turned where that saves escapes. */
function text(value: string): string {
  const quoted = JSON.stringify(value);
  if (!value.includes('"') || value.includes("'")) return quoted;
  return `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** `stock-updates` -> `stock_updates`; a word of the language gets a `_`. */
function pythonName(name: string): string {
  const plain = name.replaceAll('-', '_');
  return reserved.has(plain) ? `${plain}_` : plain;
}

const reserved = new Set([
  'and',
  'as',
  'assert',
  'async',
  'await',
  'class',
  'def',
  'del',
  'for',
  'from',
  'global',
  'if',
  'import',
  'in',
  'is',
  'lambda',
  'main',
  'not',
  'or',
  'pass',
  'raise',
  'return',
  'sys',
  'try',
  'while',
  'with',
  'yield',
]);
