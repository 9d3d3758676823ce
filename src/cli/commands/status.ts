/** `rivulet status`: what the running cluster's process says of itself. */
import type { BrokerStatus } from '../../main/transport/control-api.ts';
import { type Command, dataOption } from '../command.ts';
import { withControl } from '../target.ts';

export const status: Command = {
  usage: '[--data DIR]',
  summary: 'Show the running cluster and its brokers',
  options: dataOption,
  positionals: { min: 0, max: 0 },
  examples: ['rivulet status', 'rivulet status --json | jq -r .bootstrap'],
  run: async ({ values }, output) => {
    const now = await withControl(values, (control) => control.call('control.status'));
    output.json(now);
    output.text(`Bootstrap  ${now.bootstrap}`);
    output.text(`Cluster    ${now.clusterId}, process ${now.pid}`);
    output.text(`Data       ${now.dir}`);
    output.text(
      `Controller ${now.controllerId < 0 ? '-' : now.controllerId}, epoch ${now.quorumEpoch}`,
    );
    if (now.ui !== null) output.text(`The app    ${now.ui}`);
    output.text('');
    output.table(['BROKER', 'STATE', 'PID', 'PORT', 'RESTARTS', 'LAST EXIT'], now.brokers.map(row));
  },
};

function row(broker: BrokerStatus): readonly string[] {
  const { id, phase, pid, port, restartCount, lastExit } = broker;
  const exit =
    lastExit === null ? '-' : [lastExit.reason, lastExit.message].filter(Boolean).join(': ');
  return [String(id), phase, String(pid ?? '-'), String(port), String(restartCount), exit];
}
