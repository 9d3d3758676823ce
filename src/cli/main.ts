/**
 * The `rivulet` command. Exit codes: 0 success, 1 failure, 2 wrong usage. A command's code is
 * loaded when it is called, so that `rivulet up` forks its brokers first thing.
 */
import { isContractError } from '../main/contract/errors.ts';
import { type Command, type Entry, type Output, parseCommand, UsageError } from './command.ts';
import { commandTree } from './command-tree.ts';
import { commandHelp, familyHelp } from './help.ts';
import { isKafkaTool } from './kafka-tools/names.ts';
import { endQuietlyWhenUnread, processOutput, toolOutput } from './output.ts';

type Found = {
  readonly path: string;
  readonly entry: Entry;
  readonly words: readonly string[];
};

endQuietlyWhenUnread();
const words = process.argv.slice(2);
const output = processOutput(words.includes('--json'));
try {
  await main(words, output);
} catch (error) {
  fail(error, output);
}
// Connections to a broker that does not answer would keep the process until their timeouts.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit();

async function main(given: readonly string[], to: Output): Promise<void> {
  if (given[0] === '--version' || given[0] === '-v') {
    const { readVersion } = await import('../main/version.ts');
    to.raw(`${readVersion()}\n`);
    return;
  }
  if (isKafkaTool(given[0])) {
    const { runKafkaTool } = await import('./kafka-tools/index.ts');
    process.exitCode = await runKafkaTool(given[0], given.slice(1), toolOutput);
    return;
  }
  const { path, entry, words: rest } = find('rivulet', commandTree, given);
  if ('commands' in entry) {
    showFamily(path, entry, rest, to);
    return;
  }
  const command: Command = await entry.load();
  const args = parseWithHint(path, command, rest);
  if (args.values.help === true) {
    to.raw(commandHelp(path, command));
    return;
  }
  await command.run(args, to);
}

function find(path: string, entry: Entry, rest: readonly string[]): Found {
  const [name = '', ...after] = rest;
  if (!('commands' in entry) || !Object.hasOwn(entry.commands, name)) {
    return { path, entry, words: rest };
  }
  return find(`${path} ${name}`, entry.commands[name] as Entry, after);
}

/** Help where it was asked for; else it is an error that no command was named. */
function showFamily(
  path: string,
  entry: Extract<Entry, { commands: object }>,
  rest: readonly string[],
  to: Output,
): void {
  const isHelp = rest.some((word) => word === '--help' || word === '-h' || word === 'help');
  if (isHelp || (rest.length === 0 && path === 'rivulet')) {
    to.raw(familyHelp(path, entry));
    return;
  }
  const word = rest.find((given) => !given.startsWith('-'));
  const problem = word === undefined ? 'which command?' : `there is no command ${word};`;
  const known = Object.keys(entry.commands).join(', ');
  throw new UsageError(`${problem} ${path} knows ${known}`);
}

function parseWithHint(path: string, command: Command, rest: readonly string[]) {
  try {
    return parseCommand(command, rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} (see ${path} --help)`);
  }
}

/** The boundary: every error ends here as one line on stderr and an exit code. */
function fail(error: unknown, to: Output): void {
  process.exitCode = error instanceof UsageError ? 2 : 1;
  const message = error instanceof Error ? error.message : String(error);
  if (to.isJson) {
    const code = error instanceof UsageError ? 'usage' : 'internal';
    const json = isContractError(error)
      ? { code: error.code, data: error.data, message }
      : { code, data: {}, message };
    to.note(JSON.stringify({ error: json }));
  } else {
    to.note(`rivulet: ${message}`);
  }
  if (process.env.RIVULET_DEBUG) console.error(error);
}
