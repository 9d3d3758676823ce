import { describe, expect, it } from 'vitest';
import { type Command, type Output, parseCommand, UsageError } from '../../src/cli/command.ts';
import { commandTree } from '../../src/cli/command-tree.ts';
import type { Entry } from '../../src/cli/command.ts';
import { commandHelp, familyHelp } from '../../src/cli/help.ts';
import { checkBootstrap } from '../../src/cli/target.ts';
import { parseDurationMs, parseTimeMs } from '../../src/cli/time-words.ts';

/** Every command with its path. */
async function allCommands(
  entry: Entry = commandTree,
  path = 'rivulet',
): Promise<readonly (readonly [string, Command])[]> {
  if (!('commands' in entry)) return [[path, await entry.load()]];
  const found = Object.entries(entry.commands).map(([name, inner]) =>
    allCommands(inner, `${path} ${name}`),
  );
  return (await Promise.all(found)).flat();
}

const commands = new Map(await allCommands());
const silent: Output = {
  isJson: false,
  json: () => {},
  text: () => {},
  table: () => {},
  raw: () => true,
  note: () => {},
};

/** Parses and runs; what is wrong must be noticed before any cluster is asked. */
async function run(line: string): Promise<void> {
  const path = [...commands.keys()]
    .filter((known) => `${line} `.startsWith(`${known} `))
    .sort((left, right) => right.length - left.length)[0];
  const command = commands.get(path ?? '');
  if (!command || path === undefined) throw new Error(`no command in ${line}`);
  const words = line.slice(path.length).split(' ').filter(Boolean);
  await command.run(parseCommand(command, words), silent);
}

describe('help', () => {
  it.each([...commands])('%s shows usage, options and an example', (path, command) => {
    const text = commandHelp(path, command);
    expect(text).toContain(`${path} ${command.usage}`.trimEnd());
    expect(text).toContain('--json');
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) expect(example).toContain(path);
  });

  it('of a family lists its commands', () => {
    expect(familyHelp('rivulet', commandTree)).toContain('scenario');
  });

  it('names every command of this slice', () => {
    const names = [
      'up',
      'down',
      'status',
      'broker',
      'topics',
      'groups',
      'doctor',
      'produce',
      'consume',
      'scenario',
    ];
    expect(Object.keys(commandTree.commands)).toEqual(names);
  });
});

describe('wrong usage', () => {
  it.each([
    ['rivulet up --port 0', '--port takes a whole number from 1 to 65535'],
    ['rivulet up --port 80a', '--port takes'],
    ['rivulet up --brokers 0', '--brokers takes'],
    ['rivulet up --restart sometimes', '--restart is one of always, never'],
    ['rivulet up --ui --no-ui', 'exclude each other'],
    ['rivulet up --frobnicate', "Unknown option '--frobnicate'"],
    ['rivulet up now', 'what is "now"?'],
    ['rivulet broker start', 'something is missing: ID'],
    ['rivulet broker start one', 'ID takes a whole number'],
    ['rivulet topics create', 'which TOPIC?'],
    ['rivulet topics create a --partitions -1', '--partitions'],
    ['rivulet topics create a --config retention', '--config takes KEY=VALUE'],
    ['rivulet topics alter a', 'nothing to change'],
    ['rivulet topics alter a --add-config retention', '--add-config takes KEY=VALUE'],
    ['rivulet topics records-delete a --partition 0', '--offset is missing'],
    ['rivulet topics list --bootstrap nowhere', '--bootstrap takes HOST:PORT'],
    ['rivulet groups describe', 'which GROUP?'],
    ['rivulet groups reset-offsets g --topic a', 'exactly one of --to-earliest'],
    ['rivulet groups reset-offsets g --topic a --to-earliest --to-latest', 'exactly one of'],
    ['rivulet groups reset-offsets g --topic a --to-datetime soon', '--to-datetime takes a time'],
    ['rivulet groups reset-offsets g --topic a --by-duration 5m', '--by-duration takes a duration'],
    [
      'rivulet groups reset-offsets g --topic a --to-latest --dry-run --execute',
      'exclude each other',
    ],
    ['rivulet produce', 'something is missing: TOPIC'],
    ['rivulet produce a --partition x', '--partition takes'],
    ['rivulet produce a --header x', '--header takes KEY=VALUE'],
    ['rivulet consume a --from yesterday', '--from takes a time'],
    ['rivulet consume a --format %q', '--format knows no %q'],
    ['rivulet consume a --group g --partition 1', 'leave --partition away'],
    ['rivulet consume a --max 0', '--max takes'],
    ['rivulet scenario run e-commerce --speed 1001x', '--speed is 0.1x to 1000x or max'],
    ['rivulet scenario run e-commerce --speed 0', '--speed is 0.1x to 1000x or max'],
    ['rivulet scenario run e-commerce --limit 5', '--limit needs --until-done'],
    ['rivulet scenario run e-commerce --orders 5', '--limit needs --until-done'],
  ])('%s', async (line, message) => {
    const error = await run(line).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toContain(message);
  });
});

describe('words', () => {
  it.each(['localhost:9092', '127.0.0.1:1,h:65535', '[::1]:9092'])('%s is an address', (text) => {
    expect(checkBootstrap(text)).toBe(text);
  });

  it.each(['', 'h', 'h:', 'h:0', 'h:70000', 'h:1,', ':9092', 'h h:1'])('%j is none', (text) => {
    expect(() => checkBootstrap(text)).toThrow(UsageError);
  });

  it('tell times and durations', () => {
    expect(parseTimeMs('1970-01-01T00:00:01Z', '--from')).toBe(1_000);
    expect(parseTimeMs('1767225600000', '--from')).toBe(1_767_225_600_000);
    expect(parseDurationMs('P1DT2H3M4.5S')).toBe(93_784_500);
    expect(() => parseDurationMs('P')).toThrow(UsageError);
    expect(() => parseDurationMs('PT')).toThrow(UsageError);
  });
});
