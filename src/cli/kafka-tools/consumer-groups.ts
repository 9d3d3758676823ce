/** `kafka-consumer-groups`: list, describe, reset and delete. */
import { Explorer } from '../../main/explorer/explorer.ts';
import { bootstrapOfTool } from './connect.ts';
import { deleteGroups, deleteOffsets } from './group-deletion.ts';
import { describeGroups } from './group-tables.ts';
import type { Given } from './given.ts';
import { listGroups } from './group-list.ts';
import { resetOffsets } from './group-reset.ts';
import { toolOptions } from './options.ts';
import type { KafkaTool, ToolOutput } from './tool.ts';
import { ToolUsageError } from './usage-error.ts';

const actions = ['list', 'describe', 'delete', 'reset-offsets', 'delete-offsets'] as const;

export const consumerGroups: KafkaTool = {
  summary:
    'This tool helps to list all consumer groups, describe a consumer group, delete consumer ' +
    'group info, or reset consumer group offsets.',
  options: {
    ...toolOptions,
    list: { help: 'List all consumer groups' },
    describe: { help: 'Show offsets and lag, or with --members and --state those' },
    delete: { help: 'Delete groups' },
    'reset-offsets': { help: 'Set the offsets of groups without members' },
    'delete-offsets': { help: 'Forget the offsets of a group for --topic' },
    group: { value: 'GROUP', help: 'The group; repeatable' },
    'all-groups': { help: 'All groups' },
    topic: { value: 'TOPIC[:0,1]', help: 'The topic, or some of its partitions; repeatable' },
    'all-topics': { help: 'All topics that the group has committed' },
    members: { help: 'Describe members' },
    offsets: { help: 'Describe offsets (what --describe does by itself)' },
    state: { value: 'STATE,…', isValueOptional: true, help: 'Describe the state; list with it' },
    type: { value: 'TYPE,…', isValueOptional: true, help: 'List with the type' },
    verbose: { help: 'With more columns' },
    timeout: { value: 'MS', help: 'How long to wait for groups to settle' },
    'to-earliest': { help: 'To the beginning' },
    'to-latest': { help: 'To the end' },
    'to-current': { help: 'To where the group stands' },
    'to-offset': { value: 'OFFSET', help: 'To this offset' },
    'to-datetime': { value: 'YYYY-MM-DDTHH:mm:SS.sss', help: 'To the first record at or after' },
    'by-duration': { value: 'PnDTnHnMnS', help: 'To a time so long ago' },
    'shift-by': { value: 'N', help: 'Forwards, or backwards when negative' },
    'from-file': { value: 'FILE', help: 'To what a file says that --export wrote' },
    'dry-run': { help: 'Only show what would be set' },
    execute: { help: 'Set it' },
    export: { help: 'Show it as CSV' },
  },
  run: async (given, to) => {
    const action = given.oneOf(
      actions,
      'Command must include exactly one action: --list, --describe, --delete, --reset-offsets, --delete-offsets',
    );
    check(action, given);
    const explorer = new Explorer(await bootstrapOfTool(given));
    try {
      await perform(action, explorer, given, to);
    } catch (error) {
      if (error instanceof ToolUsageError) throw error;
      to.out(
        `\nError: Executing consumer group command failed due to ${(error as Error).message}\n`,
      );
    } finally {
      await explorer.close();
    }
    // Kafka's own tool has said what is wrong by now, and exits with 0 all the same.
    return 0;
  },
};

async function perform(action: string, explorer: Explorer, given: Given, to: ToolOutput) {
  if (action === 'list') return listGroups(explorer, given, to);
  if (action === 'describe') return describeGroups(explorer, given, to);
  if (action === 'delete') return deleteGroups(explorer, given, to);
  if (action === 'delete-offsets') return deleteOffsets(explorer, given, to);
  return resetOffsets(explorer, given, to);
}

function check(action: string, given: Given): void {
  const isGroupNamed = given.has('group') || given.has('all-groups');
  if (['describe', 'delete', 'reset-offsets'].includes(action) && !isGroupNamed) {
    throw new ToolUsageError(
      `Option [${action}] takes one of these options: [all-groups], [group]`,
    );
  }
  if (action === 'describe' && countGiven(given, ['members', 'offsets', 'state']) > 1) {
    throw new ToolUsageError(
      'Option [describe] takes at most one of these options: [members], [offsets], [state]',
    );
  }
  if (action === 'delete' && given.has('topic')) {
    throw new ToolUsageError(
      'The consumer does not support topic-specific offset deletion from a consumer group.',
    );
  }
  if (action === 'delete-offsets' && !(given.has('group') && given.has('topic'))) {
    throw new ToolUsageError(
      'Option [delete-offsets] takes the following options: [group], [topic]',
    );
  }
  if (action === 'reset-offsets' && given.has('dry-run') && given.has('execute')) {
    throw new ToolUsageError('Option [reset-offsets] only accepts one of [execute] and [dry-run]');
  }
}

function countGiven(given: Given, names: readonly string[]): number {
  return names.filter((name) => given.has(name)).length;
}
