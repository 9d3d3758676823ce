/** What runs beside the brokers: the door for the command line, and the app where it is wanted. */
import type { EventLog } from './cluster/event-log.ts';
import type { LocalCluster } from './cluster/local-cluster.ts';
import { openControlEndpoint } from './transport/control-endpoint.ts';

export type ServicesOptions = {
  readonly cluster: LocalCluster;
  readonly events: EventLog;
  /** Loads and starts the browser shell; null for brokers only. */
  readonly startShell:
    | (() => Promise<{ readonly url: string; readonly close: () => Promise<void> }>)
    | null;
  /** Somebody told the cluster to stop. */
  readonly onStop: () => void;
};

export type Services = {
  /** The browser shell, with its token. */
  readonly url: string | null;
  readonly close: () => Promise<void>;
};

/** Starts them; what answers the command line is loaded when somebody calls. */
export async function runServices(options: ServicesOptions): Promise<Services> {
  const { cluster, startShell, onStop } = options;
  const shell = startShell ? await startShell() : null;
  const url = shell?.url ?? null;
  const control = await openControlEndpoint(cluster.dir, async () => {
    const { controlService } = await import('./transport/control-service.ts');
    return controlService(cluster, url, onStop);
  });
  return {
    url,
    close: async () => {
      control.close();
      await shell?.close();
    },
  };
}
