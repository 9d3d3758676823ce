/** What one can try in a terminal. */

const lines = [
  'kafka-topics --list',
  'kafka-console-consumer --topic orders --from-beginning',
  'kafka-consumer-groups --describe --all-groups',
  'kcat -L',
  'rivulet status',
] as const;

/** Those whose program is there. */
export function exampleLines(programs: readonly string[]): readonly string[] {
  return lines.filter((line) => programs.includes(line.split(' ')[0] ?? ''));
}
