/** `--help` on every level. */
import { type Command, commonOptions, type Entry, type Option, type Options } from './command.ts';
import { bold } from './output.ts';

/** Help of a family of commands, or of `rivulet` itself. */
export function familyHelp(path: string, entry: Extract<Entry, { commands: object }>): string {
  const names = Object.entries(entry.commands);
  const width = Math.max(...names.map(([name]) => name.length));
  return [
    `${entry.summary}`,
    '',
    bold('Usage'),
    `  ${path} COMMAND [options]`,
    '',
    bold('Commands'),
    ...names.map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    ...examplesHelp(entry.examples),
    '',
    `${path} COMMAND --help tells more. Every command takes --json.`,
    '',
  ].join('\n');
}

/** Help of one command. */
export function commandHelp(path: string, command: Command): string {
  return [
    command.summary,
    ...(command.details ? ['', command.details] : []),
    '',
    bold('Usage'),
    `  ${path} ${command.usage}`.trimEnd(),
    '',
    bold('Options'),
    ...optionsHelp({ ...command.options, ...commonOptions }),
    ...examplesHelp(command.examples),
    '',
  ].join('\n');
}

function optionsHelp(options: Options): readonly string[] {
  const names = Object.entries(options).map(
    ([name, option]) => [optionName(name, option), option.help] as const,
  );
  const width = Math.max(...names.map(([name]) => name.length));
  return names.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`);
}

function optionName(name: string, { short, value }: Option): string {
  return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
}

function examplesHelp(examples: readonly string[]): readonly string[] {
  return ['', bold('Examples'), ...examples.map((example) => `  ${example}`)];
}
