/** `rivulet down`: ends the process that runs the cluster, and waits for it. */
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../../main/cluster/lock.ts';
import { type Command, dataOption } from '../command.ts';
import { withControl } from '../target.ts';

const pollMs = 50;
const timeoutMs = 30_000;

export const down: Command = {
  usage: '[--data DIR]',
  summary: 'Stop the running cluster in order',
  options: dataOption,
  positionals: { min: 0, max: 0 },
  examples: ['rivulet down', 'rivulet down --data ./kafka-data'],
  run: async ({ values }, output) => {
    const { pid, dir } = await withControl(values, async (control) => {
      const status = await control.call('control.status');
      await control.call('control.stop');
      return status;
    });
    const deadlineMs = Date.now() + timeoutMs;
    while (isAlive(pid)) {
      if (Date.now() > deadlineMs) throw new Error(`process ${pid} does not end`);
      await delay(pollMs);
    }
    output.json({ event: 'stopped', pid, data: dir });
    output.text(`The cluster in ${dir} is stopped.`);
  },
};
