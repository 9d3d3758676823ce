/** A starter project in Kotlin, with Spring for Apache Kafka, built by Maven. */
import type { ScenarioDefinition, ServiceDefinition } from '../definition/scenario.ts';
import type { Step } from '../definition/steps.ts';
import { groupOf, readTopics } from '../service-links.ts';
import { type Call, fieldsOf, portOf, recordOf, StepCalls, type Value, written } from './calls.ts';
import { englishOf, type ExportFile, oneLine } from './files.ts';
import { serviceLimits } from './limits.ts';
import { type Code, prefixed, printCode } from './printer.ts';
import { starterReadme } from './starter-readme.ts';
import { topicScript } from './topics.ts';

const step = 4;
type Entries = readonly (readonly [string, Code | null])[];

/** `kit`: the files that are the same in every project. */
export function kotlinFiles(
  scenario: ScenarioDefinition,
  kit: readonly ExportFile[],
): readonly ExportFile[] {
  const folder = 'src/main/kotlin/starter/services';
  const readme = starterReadme(scenario, 'kotlin', {
    needs: 'a JDK, 17 or newer, and Maven',
    install: 'mvn package',
    start: 'java -jar target/starter.jar',
    startOne: 'java -jar target/starter.jar --services=NAME',
    services: folder,
    kit: 'src/main/kotlin/starter/kit',
  });
  return [
    ...kit.map((file) => renamed(file, scenario.name)),
    { path: 'README.md', text: readme },
    { path: 'create-topics.sh', text: topicScript(scenario), isExecutable: true },
    { path: '.gitignore', text: 'target/\ndata/\n' },
    ...scenario.services.map((service) => ({
      path: `${folder}/${className(service.name)}.kt`,
      text: serviceText(scenario, service),
    })),
  ];
}

function renamed(file: ExportFile, name: string): ExportFile {
  if (file.path !== 'pom.xml') return file;
  const text = file.text.replace(
    '<artifactId>starter</artifactId>',
    `<artifactId>${name}</artifactId>`,
  );
  return { ...file, text };
}

function serviceText(scenario: ScenarioDefinition, service: ServiceDefinition): string {
  const { tables = [], serve = [] } = service;
  const head: Entries = [
    ['kafka', 'kafka'],
    ['scenario', text(scenario.name)],
    ['name', text(service.name)],
    [
      'tables',
      listOf(
        tables.map(({ name, key, columns, rows }) =>
          named('Table', [
            ['name', text(name)],
            ['key', text(key)],
            ['columns', data(columns)],
            ['rows', rows ? data(rows) : null],
          ]),
        ),
      ),
    ],
  ];
  const parts = partsOf(new StepCalls(scenario, false), service);
  const members = parts.flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  const topics = readTopics(service);
  const body = [
    ...(serve.length === 0 ? [] : [`    override val port = ${portOf(scenario, service.name)}\n`]),
    ...members.map(
      ([name, value]) =>
        `    override val ${name} = ${printCode(value, step, 20 + name.length, step)}\n`,
    ),
    ...(topics.length === 0
      ? []
      : [
          `    @KafkaListener(topics = [${topics.map(text).join(', ')}], groupId = ${text(groupOf(service))})\n` +
            '    fun listen(record: ConsumerRecord<String?, String?>) = receive(record)\n',
        ]),
  ].join('\n');
  const superclass = printCode(
    {
      open: ') : Service(',
      close: ')',
      items: head.flatMap(([name, value]) =>
        value === null ? [] : [prefixed(`${name} = `, value)],
      ),
    },
    0,
    0,
    step,
  );
  const words = `${superclass}\n${body}`;
  const used = kitNames.filter((name) =>
    new RegExp(`(?<![.\\w"])${name}\\(`).test(withoutTexts(words)),
  );
  const limits = serviceLimits(service, 'kotlin').map(
    (what) => `// Not part of this project: ${what}`,
  );
  return [
    'package starter.services',
    '',
    ...(topics.length === 0
      ? []
      : [
          'import org.apache.kafka.clients.consumer.ConsumerRecord',
          'import org.springframework.kafka.annotation.KafkaListener',
        ]),
    'import org.springframework.stereotype.Component',
    ...[...new Set([...used, 'Kafka', 'OnService', 'Service'])]
      .toSorted()
      .map((name) => `import starter.kit.${name}`),
    '',
    `/** ${oneLine(englishOf(service.description ?? service.title) ?? service.name).replaceAll('*/', '* /')} */`,
    ...limits,
    '@Component',
    `@OnService(${text(service.name)})`,
    `class ${className(service.name)}(`,
    '    kafka: Kafka,',
    `${superclass} {`,
    body.trimEnd(),
    '}',
    '',
  ].join('\n');
}

function partsOf(calls: StepCalls, service: ServiceDefinition): Entries {
  const { generate = [], consume = [], timers = [], serve = [] } = service;
  const stepsOf = (steps: readonly Step[]) => code({ steps: calls.of(steps) });
  return [
    ['generators', listOf(generate.map(generatorOf))],
    [
      'handlers',
      listOf(
        consume.map(({ topic, steps = [], retry, deadLetter }) =>
          named('Handler', [
            ['topic', text(topic)],
            ['steps', stepsOf(steps)],
            [
              'retry',
              retry
                ? named(
                    'Retry',
                    Object.entries(retry).map(([name, value]) => [
                      name,
                      name === 'times' ? String(value) : double(value),
                    ]),
                  )
                : null,
            ],
            ['deadLetter', deadLetter === undefined ? null : text(deadLetter)],
          ]),
        ),
      ),
    ],
    [
      'timers',
      listOf(
        timers.map(({ name, everyMs, steps }) =>
          named('Timer', [
            ['name', text(name)],
            ['everyMs', double(everyMs)],
            ['steps', stepsOf(steps)],
          ]),
        ),
      ),
    ],
    [
      'endpoints',
      listOf(
        serve.map(({ path, steps, reply }) =>
          named('Endpoint', [
            ['path', text(path)],
            ['steps', stepsOf(steps)],
            ['reply', reply === undefined ? null : code(written(reply))],
          ]),
        ),
      ),
    ],
  ];
}

function generatorOf(generator: NonNullable<ServiceDefinition['generate']>[number]): Code {
  const { topic, ratePerS, count, entities, write, duplicatePercent, lostPercent } = generator;
  const percent = (value: number | undefined) => (value === undefined ? null : double(value));
  const hot = entities?.hot;
  return named('Generator', [
    ['topic', text(topic)],
    ['ratePerS', double(ratePerS)],
    ['count', count === undefined ? null : String(count)],
    [
      'entities',
      entities
        ? named('Entities', [
            ['count', String(entities.count)],
            ['prefix', entities.prefix === undefined ? null : text(entities.prefix)],
            [
              'hot',
              hot
                ? named('Hot', [
                    ['count', String(hot.count)],
                    ['share', double(hot.share)],
                  ])
                : null,
            ],
          ])
        : null,
    ],
    ['let', generator.let ? code(fieldsOf(generator.let)) : null],
    ...Object.entries(recordOf(generator)).map(
      ([name, value]) => [name, value === undefined ? null : code(value)] as const,
    ),
    [
      'write',
      write
        ? named('Written', [
            ['table', text(write.table)],
            ['row', code(fieldsOf(write.row))],
          ])
        : null,
    ],
    ['duplicatePercent', percent(duplicatePercent)],
    ['lostPercent', percent(lostPercent)],
  ]);
}

const kitNames = [
  'Endpoint',
  'Entities',
  'Generator',
  'Handler',
  'Hot',
  'Retry',
  'Table',
  'Timer',
  'Written',
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
  'saga',
  'split',
  'sql',
  'write',
];

function withoutTexts(code: string): string {
  return code.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
}

function listOf(items: readonly Code[]): Code | null {
  return items.length === 0 ? null : { open: 'listOf(', close: ')', items };
}

function named(name: string, entries: Entries): Code {
  const items = entries.flatMap(([each, value]) =>
    value === null ? [] : [prefixed(`${each} = `, value)],
  );
  return { open: `${name}(`, close: ')', items };
}

function mapOf(entries: readonly (readonly [string, Code])[]): Code {
  if (entries.length === 0) return 'emptyMap()';
  return {
    open: 'mapOf(',
    close: ')',
    items: entries.map(([name, value]) => prefixed(`${text(name)} to `, value)),
  };
}

function data(value: unknown): Code {
  if (value === null) return 'null';
  if (Array.isArray(value)) return { open: 'listOf(', close: ')', items: value.map(data) };
  if (typeof value === 'object') {
    return mapOf(Object.entries(value).map(([name, each]) => [name, data(each)] as const));
  }
  return typeof value === 'string' ? text(value) : String(value);
}

/** Numbers that the kit takes as fractions. */
const fractions = new Set(['rate']);

function code(value: Value): Code {
  if (typeof value !== 'object') return data(value);
  if (isList(value)) return { open: 'listOf(', close: ')', items: value.map(code) };
  if ('code' in value) return value.code;
  if ('steps' in value)
    return value.steps.length === 0
      ? 'emptyList()'
      : { open: 'listOf(', close: ')', items: value.steps.map(callCode) };
  if ('call' in value) return callCode(value);
  return mapOf(Object.entries(value.fields).map(([name, each]) => [name, code(each)] as const));
}

function callCode({ call, args, options }: Call): Code {
  const given = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const isFraction = fractions.has(name) && typeof value === 'number';
    return [prefixed(`${name} = `, isFraction ? double(value) : code(value))];
  });
  return { open: `${call}(`, close: ')', items: [...args.map(code), ...given] };
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

function double(value: number | undefined): string {
  const written = String(value);
  return /[.e]/.test(written) ? written : `${written}.0`;
}

function text(value: string): string {
  return JSON.stringify(value).replaceAll('$', '\\$').replaceAll('\\f', '\\u000c');
}

/** `stock-updates` -> `StockUpdatesService`. */
function className(name: string): string {
  const words = name.split('-').filter((word) => word !== '');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Service`;
}
