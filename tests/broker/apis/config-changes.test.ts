import { describe, expect, it } from 'vitest';
import { prepareIncremental, prepareLegacy } from '../../../src/broker/apis/config-changes.ts';
import { parseBrokerConfig } from '../../../src/broker/config.ts';
import { LeveledLogger } from '../../../src/broker/env/leveled-logger.ts';
import { givenImage, threeBrokers } from '../metadata/given.ts';
import { servicesWith } from './call.ts';

const image = givenImage({
  brokers: threeBrokers,
  configs: { '4:1': { 'log.cleanup.policy': 'compact', 'num.io.threads': '12' }, '4:': {} },
});

function given() {
  const lines: string[] = [];
  const loggers = new LeveledLogger(
    {
      info: (_area, text) => void lines.push(text),
      warn: (_area, text) => void lines.push(text),
      error: (_area, text) => void lines.push(text),
    },
    ['log', 'raft'],
  );
  const config = parseBrokerConfig({ 'node.id': '1', 'log.dirs': '/a,/b' });
  return { lines, loggers, services: servicesWith(image, { loggers, config }) };
}

type Change = readonly [name: string, value: string | null, operation?: number];
const resource = (resourceType: number, resourceName: string, ...changes: Change[]) => ({
  resourceType,
  resourceName,
  configs: changes.map(([name, value, configOperation = 0]) => ({ name, value, configOperation })),
});
type Resource = ReturnType<typeof resource>;

function prepare(resources: Resource[], { validateOnly = false, from = given() } = {}) {
  const { rest, complete } = prepareIncremental(from.services, { resources, validateOnly });
  const passedOn = rest?.resources.map(({ resourceName }) => resourceName) ?? [];
  const responses = (rest?.resources ?? []).map(({ resourceType, resourceName }) => {
    return { errorCode: 0, errorMessage: 'of the controller', resourceType, resourceName };
  });
  const answer = complete(rest && { responses });
  return { passedOn, results: answer.responses.map((r) => [r.errorCode, r.errorMessage]) };
}

const wrapped = (reason: string): string =>
  `Invalid value org.apache.kafka.common.config.ConfigException: ${reason} for configuration Invalid dynamic configuration`;

// Codes and texts are those of Apache Kafka 4.3, but for the listeners.
const refused: [number, string, Change, number, string][] = [
  [4, '1', ['log.retention.ms', null], 42, 'Null value not supported for : log.retention.ms'],
  [
    4,
    '1',
    ['log.retention.ms', 'abc'],
    42,
    'Invalid value abc for configuration log.retention.ms: Not a number of type LONG',
  ],
  [
    4,
    '1',
    ['num.partitions', '3'],
    42,
    'Cannot update these configs dynamically: [num.partitions]',
  ],
  [
    4,
    '',
    ['listeners', 'PLAINTEXT://:1'],
    42,
    'Cannot update these configs at default cluster level, broker id must be specified: [listeners]',
  ],
  [
    4,
    '',
    ['listener.name.plaintext.nope', '1'],
    42,
    'Cannot update these configs at default cluster level, broker id must be specified: [listener.name.plaintext.nope]',
  ],
  [
    4,
    '1',
    ['ssl.keystore.type', 'JKS'],
    42,
    'These security configs can be dynamically updated only per-listener using the listener prefix: [ssl.keystore.type]',
  ],
  [
    4,
    '1',
    ['listeners', 'PLAINTEXT://:1'],
    42,
    wrapped('The listeners of this broker are fixed while it runs'),
  ],
  [4, 'x', ['log.retention.ms', '5'], 42, 'Node id must be an integer, but it is: x'],
  [4, '2', ['log.retention.ms', '5'], 42, 'Unexpected broker id, expected 1, but received 2'],
  [
    4,
    '1',
    ['leader.replication.throttled.rate', '-1'],
    42,
    'Invalid value -1 for configuration leader.replication.throttled.rate: Value must be at least 0',
  ],
  [
    4,
    '1',
    ['listener.name.plaintext.max.connections', 'x'],
    42,
    'Invalid value x for configuration max.connections: Not a number of type INT',
  ],
  [
    4,
    '1',
    ['principal.builder.class', 'x'],
    42,
    'Invalid value x for configuration principal.builder.class: Class x could not be found.',
  ],
  [
    4,
    '',
    ['num.io.threads', '25'],
    0,
    'of the controller', // this broker's own 12 counts here
  ],
  [
    4,
    '1',
    ['num.io.threads', '25'],
    42,
    wrapped(
      'Dynamic thread count update validation failed for num.io.threads=25, value should not be greater than double the current value 12',
    ),
  ],
  [
    4,
    '1',
    ['num.io.threads', '5'],
    42,
    wrapped(
      'Dynamic thread count update validation failed for num.io.threads=5, value should be at least half the current value 12',
    ),
  ],
  [
    4,
    '1',
    ['log.cleaner.threads', '9'],
    42,
    wrapped('Log cleaner threads cannot be increased to more than double the current value 1'),
  ],
  [4, '1', ['max.connections', '0'], 42, wrapped('Invalid max.connections 0')],
  [
    4,
    '',
    ['max.connections.per.ip', '0'],
    42,
    'requirement failed: max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set.',
  ],
  [
    4,
    '',
    ['max.connections.per.ip.overrides', 'a'],
    42,
    "Error parsing configuration property 'max.connections.per.ip.overrides': begin 0, end -1, length 1",
  ],
  [4, '', ['max.connections.per.ip.overrides', 'a:b'], 42, 'For input string: "b"'],
  [
    4,
    '1',
    ['cordoned.log.dirs', '/b,/x'],
    42,
    'requirement failed: All entries in cordoned.log.dirs must be present in log.dirs or log.dir. Missing entries : /x',
  ],
  [
    4,
    '',
    ['log.roll.ms', '0'],
    42,
    'requirement failed: log.roll.ms must be greater than or equal to 1',
  ],
  [
    4,
    '',
    ['log.cleaner.dedupe.buffer.size', '1'],
    42,
    'requirement failed: log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.',
  ],
  [
    4,
    '',
    ['group.consumer.assignment.interval.ms', '20000'],
    42,
    'group.consumer.assignment.interval.ms must be less than or equal to group.consumer.max.assignment.interval.ms',
  ],
  [
    4,
    '',
    ['num.io.threads', '1', 2],
    40,
    'Config value append is not allowed for config key: num.io.threads',
  ],
  [4, '', ['nope', '1', 3], 40, 'Unknown config name: nope'],
  [4, '', ['log.retention.ms', '1', 9], 42, 'Unknown operations type 9'],
  [8, '2', ['root', 'INFO'], 42, 'Unexpected node id. Expected 1, but received 2'],
  [8, '1', ['nope', 'INFO'], 40, 'Logger nope does not exist!'],
  [8, '1', ['root', null, 1], 42, 'Removing the log level of the root logger is not allowed'],
  [
    8,
    '1',
    ['root', 'INFO', 2],
    42,
    'APPEND operation is not allowed for the BROKER_LOGGER resource',
  ],
  [
    8,
    '1',
    ['root', 'info'],
    40,
    'Cannot set the log level of root to info as it is not a supported log level. Valid log levels are DEBUG, ERROR, FATAL, INFO, TRACE, WARN',
  ],
];

describe('the asked broker', () => {
  it.each(refused)('answers %i:%s %j with %i', (type, name, change, code, message) => {
    const { passedOn, results } = prepare([resource(type, name, change)]);
    expect(results).toEqual([[code, message]]);
    expect(passedOn).toEqual(code === 0 ? [name] : []);
  });

  it('passes on what it has nothing against, and puts the answers in order', () => {
    const { passedOn, results } = prepare([
      resource(2, 'x', ['nope', '1']),
      resource(4, '1', ['log.cleanup.policy', 'delete', 2], ['unknown.to.all', 'x']),
      resource(4, '3', ['log.retention.ms', '5']),
      resource(8, '1', ['log', 'WARN']),
      resource(32, 'g'),
      resource(32, 'g'),
    ]);
    expect(passedOn).toEqual(['x', '1']);
    expect(results.map(([code]) => code)).toEqual([0, 0, 42, 0, 42, 42]);
    expect(results.map(([, message]) => message)).toEqual([
      'of the controller',
      'of the controller',
      'Unexpected broker id, expected 1, but received 3',
      null,
      'Each resource must appear at most once.',
      'Each resource must appear at most once.',
    ]);
  });

  it('asks the controller nothing when nothing is left', () => {
    const { rest, complete } = prepareIncremental(given().services, {
      resources: [resource(8, '1', ['log', 'WARN'])],
      validateOnly: false,
    });
    expect(rest).toBeUndefined();
    expect(complete(undefined).responses).toHaveLength(1);
  });

  it('sets log levels at once, unless it shall only look', () => {
    const from = given();
    const { loggers, lines } = from;
    const change = resource(8, '1', ['log', 'ERROR']);
    prepare([change], { from, validateOnly: true });
    loggers.warn('log', 'heard');
    prepare([change], { from });
    loggers.warn('log', 'not heard');
    loggers.warn('raft', 'still heard');
    loggers.error('log', 'an error');
    prepare([resource(8, '1', ['root', 'ERROR'], ['log', null, 1])], { from });
    loggers.warn('log', 'as the root');
    expect(lines).toEqual(['heard', 'still heard', 'an error']);
    expect(loggers.all()).toEqual([
      { name: 'log', level: 'ERROR' },
      { name: 'raft', level: 'ERROR' },
      { name: 'root', level: 'ERROR' },
    ]);
  });

  it('judges whole configs of brokers, and knows no loggers there', () => {
    const prepared = prepareLegacy(given().services, {
      resources: [
        resource(4, '1', ['log.retention.ms', '5']),
        resource(4, '', ['num.partitions', '5']),
        resource(8, '1', ['log', 'WARN']),
        resource(2, 't', ['retention.ms', null]),
      ],
      validateOnly: false,
    });
    expect(prepared.rest?.resources.map(({ resourceName }) => resourceName)).toEqual(['1']);
    const { responses } = prepared.complete(undefined);
    expect(responses.map(({ errorCode, errorMessage }) => [errorCode, errorMessage])).toEqual([
      [-1, null],
      [42, 'Cannot update these configs dynamically: [num.partitions]'],
      [42, 'Unknown resource type 8'],
      [42, 'Null value not supported for : retention.ms'],
    ]);
  });
});
