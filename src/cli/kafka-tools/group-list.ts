/** `kafka-consumer-groups --list`, with states and types when they are asked for. */
import type { Explorer } from '../../main/explorer/explorer.ts';
import type { Given } from './given.ts';
import { stateName, typeName } from './group-words.ts';
import type { ToolOutput } from './tool.ts';

const groupWidthMin = 15;
const groupGap = 10;
const otherWidth = 20;

export async function listGroups(explorer: Explorer, given: Given, to: ToolOutput): Promise<void> {
  const { groups } = await explorer.handlers()['groups.list'](undefined);
  const states = wanted(given.text('state'));
  const types = wanted(given.text('type'));
  const rows = Object.entries(groups)
    // Share groups have a tool of their own.
    .filter(([, { type }]) => type !== 'share')
    .map(([group, { phase, type }]) => ({ group, state: stateName(phase), type: typeName(type) }))
    .filter(({ state }) => states.length === 0 || states.includes(state.toLowerCase()))
    .filter(({ type }) => types.length === 0 || types.includes(type.toLowerCase()));
  const columns = [
    ...(given.has('type') ? (['type'] as const) : []),
    ...(given.has('state') ? (['state'] as const) : []),
  ];
  if (columns.length === 0) {
    for (const { group } of rows) to.out(`${group}\n`);
    return;
  }
  const width = Math.max(groupWidthMin, ...rows.map(({ group }) => group.length)) + groupGap;
  const line = (first: string, others: readonly string[]) =>
    `${[first.padEnd(width), ...others.map((text) => text.padEnd(otherWidth))].join(' ')}\n`;
  to.out(
    line(
      'GROUP',
      columns.map((name) => name.toUpperCase()),
    ),
  );
  for (const row of rows) {
    to.out(
      line(
        row.group,
        columns.map((name) => row[name]),
      ),
    );
  }
}

function wanted(words: string | undefined): readonly string[] {
  return (words ?? '').split(',').flatMap((word) => {
    const cleaned = word.trim().toLowerCase();
    return cleaned === '' ? [] : [cleaned];
  });
}
