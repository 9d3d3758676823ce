/** `rivulet up`: brokers are forked before anything else is loaded. */
import { resolve } from 'node:path';
import { defaultDataDir } from '../../main/cluster/data-dir.ts';
import type { EventLog } from '../../main/cluster/event-log.ts';
import type { LocalCluster } from '../../main/cluster/local-cluster.ts';
import type { ClusterEvent } from '../../main/contract/cluster.ts';
import { startSession, stopOnSignals } from '../../main/session.ts';
import {
  type Arguments,
  type Command,
  dataOption,
  integer,
  oneOf,
  type Output,
} from '../command.ts';
import { text, UsageError } from '../command.ts';

export const up: Command = {
  usage: '[options]',
  summary: 'Start the cluster and stay in the foreground',
  details:
    'Brokers listen on 127.0.0.1 at PORT, PORT+1, …. Ctrl-C or SIGTERM stops them in order.\n' +
    'With --json the first line is the event "ready", then one line per event.',
  options: {
    brokers: {
      type: 'string',
      value: 'N',
      help: 'How many brokers a new cluster gets (default 3)',
    },
    port: { type: 'string', value: 'PORT', help: 'First port (default 9092, or the next free)' },
    ...dataOption,
    restart: {
      type: 'string',
      value: 'always|never',
      help: 'Whether a broker whose process dies is started again (default always)',
    },
    'metrics-port': {
      type: 'string',
      value: 'PORT',
      help: 'Serve metrics for Prometheus at http://127.0.0.1:PORT/metrics',
    },
    ui: { type: 'boolean', help: 'Serve the app for the browser too' },
    'no-ui': { type: 'boolean', help: 'Brokers only (default)' },
    detach: { type: 'boolean', help: 'Go on in the background once it is ready' },
  },
  positionals: { min: 0, max: 0 },
  examples: [
    'rivulet up',
    'rivulet up --brokers 1 --port 19092 --data ./kafka-data',
    'rivulet up --ui',
    'rivulet up --detach --json',
  ],
  run: async (args, output) => {
    const options = readOptions(args);
    if (args.values.detach === true) {
      const { upDetached } = await import('../detach.ts');
      return upDetached(output);
    }
    const metricsPort = integer(args.values, 'metrics-port', { min: 1, max: 65_535 });
    await runCluster(options, args.values.ui === true, metricsPort, output);
  },
};

function readOptions({ values }: Arguments) {
  if (values.ui === true && values['no-ui'] === true) {
    throw new UsageError('--ui and --no-ui exclude each other');
  }
  return {
    dir: resolve(text(values, 'data') ?? defaultDataDir()),
    brokerCount: integer(values, 'brokers', { min: 1, max: 100 }),
    port: integer(values, 'port', { min: 1, max: 65_535 }),
    restartPolicy: oneOf(values, 'restart', ['always', 'never']) ?? 'always',
  };
}

async function runCluster(
  options: ReturnType<typeof readOptions>,
  hasUi: boolean,
  metricsPort: number | undefined,
  output: Output,
): Promise<void> {
  const session = await startSession({
    ...options,
    startShell: (cluster, events) =>
      hasUi
        ? async () => {
            const { startBrowserShell } = await import('../../main/browser-shell.ts');
            const { restartPolicy } = options;
            return startBrowserShell({ cluster, events, dataDir: cluster.dir, restartPolicy });
          }
        : null,
  });
  stopOnSignals(session);
  const { cluster, events, services, stopped, isStopping } = session;
  let metrics: { readonly close: () => Promise<void> } | null = null;
  try {
    metrics = metricsPort === undefined ? null : await startMetrics(cluster, metricsPort, hasUi);
    const isReady = Promise.all([cluster.whenReady(), services]);
    const ready = await Promise.race([isReady, stopped]);
    if (ready && !isStopping()) announce(cluster, ready[1].url, events, output);
    await stopped;
  } finally {
    await metrics?.close();
    await session.close();
  }
}

/** Loaded only when it is wanted. */
async function startMetrics(cluster: LocalCluster, port: number, hasUi: boolean) {
  const { createExporter } = await import('../../main/metrics/exporter.ts');
  const { startMetricsServer } = await import('../../main/metrics/metrics-server.ts');
  const exporter = createExporter(cluster, !hasUi);
  const server = await startMetricsServer(exporter, port);
  return {
    close: async () => {
      await server.close();
      await exporter.close();
    },
  };
}

/** Prints the ready line and from then on every event. */
function announce(
  cluster: LocalCluster,
  url: string | null,
  events: EventLog,
  output: Output,
): void {
  const { layout, bootstrap, supervisor, portInstead, dir } = cluster;
  const ready = {
    event: 'ready',
    bootstrap,
    clusterId: layout.clusterId,
    brokers: layout.brokers.map(({ id, port }) => {
      const machine = supervisor.machines.get(id);
      const pid = machine && 'pid' in machine ? machine.pid : null;
      return { id, pid, host: layout.host, port };
    }),
    ui: url,
  };
  output.json(ready);
  if (portInstead) {
    const { wanted, got } = portInstead;
    output.text(`Port ${wanted} is taken, so the brokers listen from ${got} on.`);
    if (output.isJson)
      output.note(`Port ${wanted} is taken, so the brokers listen from ${got} on.`);
  }
  const count = layout.brokers.length;
  output.text(`${count} ${count === 1 ? 'broker is' : 'brokers are'} up: ${bootstrap}`);
  if (url !== null) output.text(`The app: ${url}`);
  output.text(`Data: ${dir} — Ctrl-C stops it.`);
  events.onEvent((event) => {
    output.json(eventLine(event));
    output.text(eventText(event));
  });
  if (process.send) {
    process.send(ready);
    process.disconnect();
  }
}

function eventLine({ kind, ...rest }: ClusterEvent) {
  return { event: kind, ...rest };
}

function eventText(event: ClusterEvent): string {
  const time = new Date(event.atMs).toTimeString().slice(0, 8);
  const { id: _id, atMs: _atMs, kind, ...rest } = event;
  const details = Object.entries(rest).map(([key, value]) => `${key}=${detailText(value)}`);
  return `${time} ${kind} ${details.join(' ')}`;
}

function detailText(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'reason' in value) return String(value.reason);
  return Array.isArray(value) ? `[${value.join(',')}]` : String(value);
}
