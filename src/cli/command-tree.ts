/** All commands by name. */
import type { Entry } from './command.ts';

export const commandTree: Extract<Entry, { commands: object }> = {
  summary: 'Rivulet: a Kafka-compatible cluster on your machine',
  commands: {
    up: {
      summary: 'Start the cluster and stay in the foreground',
      load: async () => (await import('./commands/up.ts')).up,
    },
    down: {
      summary: 'Stop the running cluster',
      load: async () => (await import('./commands/down.ts')).down,
    },
    status: {
      summary: 'Show the running cluster and its brokers',
      load: async () => (await import('./commands/status.ts')).status,
    },
    broker: {
      summary: 'Start, stop, kill, freeze or add single brokers',
      commands: {
        start: brokerCommand('start', 'Start a broker; answers when it is unfenced'),
        stop: brokerCommand('stop', 'Stop a broker in order'),
        restart: brokerCommand('restart', 'Stop and start a broker'),
        kill: brokerCommand('kill', 'Kill a broker (SIGKILL)'),
        freeze: brokerCommand('freeze', 'Suspend a broker’s process (SIGSTOP)'),
        thaw: brokerCommand('thaw', 'Let a frozen broker go on (SIGCONT)'),
        add: brokerCommand('add', 'Add a broker with the next free id'),
      },
      examples: ['rivulet broker kill 2', 'rivulet broker start 2 --json'],
    },
    topics: {
      summary: 'List, create, describe, alter and delete topics',
      commands: {
        list: topicsCommand('list', 'List topics'),
        create: topicsCommand('create', 'Create a topic'),
        describe: topicsCommand('describe', 'Show partitions and configs of a topic'),
        alter: topicsCommand('alter', 'Change configs or add partitions'),
        delete: topicsCommand('delete', 'Delete a topic'),
        'records-delete': topicsCommand('recordsDelete', 'Delete records before an offset'),
      },
      examples: [
        'rivulet topics create orders --partitions 6 --replication-factor 3',
        'rivulet topics describe orders --json | jq .partitions',
      ],
    },
    groups: {
      summary: 'List, describe, reset and delete consumer groups',
      commands: {
        list: groupsCommand('list', 'List consumer groups'),
        describe: groupsCommand('describe', 'Show members, offsets and lag of a group'),
        'reset-offsets': groupsCommand('resetOffsets', 'Set the committed offsets of a group'),
        delete: groupsCommand('remove', 'Delete a group'),
      },
      examples: [
        'rivulet groups describe payment-service',
        'rivulet groups reset-offsets payment-service --topic orders --to-earliest --execute',
      ],
    },
    doctor: {
      summary: 'Find out why an application does not reach its cluster',
      load: async () => (await import('./commands/doctor.ts')).doctor,
    },
    produce: {
      summary: 'Send lines from stdin to a topic',
      load: async () => (await import('./commands/produce.ts')).produce,
    },
    consume: {
      summary: 'Print the messages of a topic',
      load: async () => (await import('./commands/consume.ts')).consume,
    },
    scenario: {
      summary: 'List, show, check, run, stop and export scenarios',
      commands: {
        list: scenarioCommand('list', 'List scenarios'),
        show: scenarioCommand('show', 'Show services, topics and expectations of a scenario'),
        run: scenarioCommand('run', 'Run a scenario on the cluster'),
        stop: scenarioCommand('stop', 'Stop a running scenario'),
        export: {
          summary: 'Write a scenario as a document, as topics or as a starter project',
          load: async () => (await import('./commands/scenario-export.ts')).exportScenario,
        },
        check: {
          summary: 'Tell everything that is wrong with scenario files',
          load: async () => (await import('./commands/scenario-check.ts')).check,
        },
        schema: {
          summary: 'Print the JSON Schema of scenario files',
          load: async () => (await import('./commands/scenario-schema.ts')).schema,
        },
      },
      examples: [
        'rivulet scenario run e-commerce',
        'rivulet scenario run e-commerce --speed max --limit 1000 --until-done --json',
      ],
    },
  },
  examples: [
    'rivulet up',
    'rivulet up --brokers 1 --port 19092 --data ./kafka-data',
    'echo hello | rivulet produce greetings',
    'rivulet consume greetings --from beginning',
    'rivulet scenario run e-commerce',
  ],
};

function brokerCommand(
  name: keyof typeof import('./commands/broker.ts').brokerCommands,
  summary: string,
): Entry {
  return {
    summary,
    load: async () => (await import('./commands/broker.ts')).brokerCommands[name],
  };
}

function topicsCommand(name: keyof typeof import('./commands/topics.ts'), summary: string): Entry {
  return { summary, load: async () => (await import('./commands/topics.ts'))[name] };
}

function groupsCommand(name: keyof typeof import('./commands/groups.ts'), summary: string): Entry {
  return { summary, load: async () => (await import('./commands/groups.ts'))[name] };
}

function scenarioCommand(
  name: keyof typeof import('./commands/scenario.ts'),
  summary: string,
): Entry {
  return { summary, load: async () => (await import('./commands/scenario.ts'))[name] };
}
