/** One life of a local cluster in a process: opened, running, told to stop, closed in order. */
import { EventLog, recordSupervisor } from './cluster/event-log.ts';
import { LocalCluster, type LocalClusterOptions } from './cluster/local-cluster.ts';
import { runServices, type Services, type ServicesOptions } from './run-services.ts';

export type Session = {
  readonly cluster: LocalCluster;
  readonly events: EventLog;
  /** Resolves once the control door and the shell are there. */
  readonly services: Promise<Services>;
  /** Settles when somebody wants the cluster to stop. */
  readonly stopped: Promise<void>;
  readonly isStopping: () => boolean;
  readonly stop: () => void;
  /** Ends everything in order. */
  readonly close: () => Promise<void>;
};

export type SessionOptions = LocalClusterOptions & {
  readonly startShell: (cluster: LocalCluster, events: EventLog) => ServicesOptions['startShell'];
};

/** Brokers are forked before anything else is loaded or awaited. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const cluster = await LocalCluster.open(options);
  const events = new EventLog();
  recordSupervisor(events, cluster.supervisor);
  cluster.launch();
  let isStopping = false;
  const { promise: stopped, resolve } = Promise.withResolvers<void>();
  const stop = () => {
    isStopping = true;
    resolve();
  };
  const startShell = options.startShell(cluster, events);
  const services = runServices({ cluster, events, startShell, onStop: stop });
  // Awaited by the caller; a failure meanwhile must not count as unhandled.
  services.catch(() => {});
  const close = async () => {
    await services.then((running) => running.close()).catch(() => {});
    await cluster.close();
  };
  return { cluster, events, services, stopped, isStopping: () => isStopping, stop, close };
}

/** Signals stop in order; a second one ends everything at once. */
export function stopOnSignals(session: Session): void {
  const onSignal = () => {
    if (!session.isStopping()) return session.stop();
    session.cluster.supervisor.killAll();
    process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
