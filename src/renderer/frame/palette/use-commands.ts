/** All commands of now: of the views that are open, of the frame, of every object with a name. */
import { useMemo } from 'react';
import { useLive } from '../../client/live.ts';
import { useT } from '../../i18n/index.ts';
import { type Command, commandRegistry } from '../../ui/commands.ts';
import {
  brokerCommands,
  frameCommands,
  groupCommands,
  topicCommands,
  viewCommands,
} from './commands.ts';
import { prepare } from './search.ts';

export function usePaletteCommands() {
  const t = useT();
  const cluster = useLive('cluster', {}).value;
  const groups = useLive('groups', {}).value;
  // By names: offsets move four times a second, and change no command.
  const topics = Object.keys(cluster?.topics ?? {}).join('\n');
  const groupIds = Object.keys(groups?.groups ?? {}).join('\n');
  const phases = Object.values(cluster?.brokers ?? {})
    .map(({ id, phase }) => `${id} ${phase}`)
    .join();
  return useMemo(() => {
    const own = commandRegistry.read().flatMap(({ items }) => items);
    const all = [
      ...own,
      ...viewCommands(t),
      ...frameCommands(t),
      ...brokerCommands(cluster, t),
      ...topicCommands(topics === '' ? [] : topics.split('\n'), t),
      ...groupCommands(groups, t),
    ];
    return prepare(withoutRepeats(all));
    // oxlint-disable-next-line react/exhaustive-deps -- the texts say when the objects count
  }, [topics, groupIds, phases, t]);
}

/** The view that is open knows its command better than the frame. */
function withoutRepeats(commands: readonly Command[]): readonly Command[] {
  const seen = new Set<string>();
  return commands.filter(({ id }) => !seen.has(id) && seen.add(id));
}
