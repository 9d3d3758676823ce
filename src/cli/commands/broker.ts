/** `rivulet broker …`: one broker of a running cluster. */
import type { ControlClient } from '../../main/transport/control-endpoint.ts';
import { type Command, dataOption, parseInteger } from '../command.ts';
import { withControl } from '../target.ts';

type Action = 'start' | 'stop' | 'restart' | 'kill' | 'freeze' | 'thaw';

/** What the action answers beyond the id. */
type Answer = { readonly pid?: number } | null;

const actions: {
  readonly [Name in Action]: {
    readonly done: string;
    readonly summary: string;
    readonly call: (control: ControlClient, params: { brokerId: number }) => Promise<Answer>;
  };
} = {
  start: {
    done: 'started',
    summary: 'Start a broker of a running cluster; answers with its pid when it is unfenced',
    call: (control, params) => control.call('cluster.startBroker', params),
  },
  stop: {
    done: 'stopped',
    summary: 'Stop a broker in order: it hands its leaderships over first',
    call: (control, params) => control.call('cluster.stopBroker', params),
  },
  restart: {
    done: 'restarted',
    summary: 'Stop and start a broker; answers with its new pid when it is unfenced',
    call: (control, params) => control.call('cluster.restartBroker', params),
  },
  kill: {
    done: 'killed',
    summary: 'Kill a broker (SIGKILL); with --restart always it comes back',
    call: (control, params) => control.call('cluster.killBroker', params),
  },
  freeze: {
    done: 'frozen',
    summary: 'Suspend a broker’s process (SIGSTOP): it is there, but answers nothing',
    call: (control, params) => control.call('cluster.freezeBroker', params),
  },
  thaw: {
    done: 'thawed',
    summary: 'Let a frozen broker go on (SIGCONT)',
    call: (control, params) => control.call('cluster.thawBroker', params),
  },
};

const add: Command = {
  usage: '[--data DIR]',
  summary: 'Add a broker with the next free id; answers when it is unfenced',
  options: dataOption,
  positionals: { min: 0, max: 0 },
  examples: ['rivulet broker add', 'rivulet broker add --json'],
  run: async ({ values }, output) => {
    const added = await withControl(values, (control) => control.call('cluster.addBroker'));
    output.json({ event: 'broker-added', ...added });
    output.text(`Broker ${added.brokerId} is added (process ${added.pid}).`);
  },
};

export const brokerCommands = {
  start: brokerAction('start'),
  stop: brokerAction('stop'),
  restart: brokerAction('restart'),
  kill: brokerAction('kill'),
  freeze: brokerAction('freeze'),
  thaw: brokerAction('thaw'),
  add,
};

function brokerAction(name: Action): Command {
  const { done, summary, call } = actions[name];
  return {
    usage: 'ID [--data DIR]',
    summary,
    options: dataOption,
    positionals: { min: 1, max: 1 },
    examples: [`rivulet broker ${name} 2`, `rivulet broker ${name} 2 --data ./kafka-data --json`],
    run: async ({ values, positionals }, output) => {
      const brokerId = parseInteger(positionals[0] ?? '', 'ID');
      const answer = await withControl(values, (control) => call(control, { brokerId }));
      output.json({ event: `broker-${done}`, brokerId, ...answer });
      const process = answer?.pid === undefined ? '' : ` (process ${answer.pid})`;
      output.text(`Broker ${brokerId} is ${done}${process}.`);
    },
  };
}
