/** The application as a local web page, around a cluster that somebody else opens and closes. */
import { join } from 'node:path';
import { createApp } from './app.ts';
import type { RestartPolicy } from './cluster/broker-machine.ts';
import type { EventLog } from './cluster/event-log.ts';
import { createExporter } from './metrics/exporter.ts';
import { packageDir } from './paths.ts';
import { startWebServer } from './transport/websocket.ts';
import { transferFolders } from './workspaces/folders.ts';
import type { Target } from './workspaces/workspace.ts';

export type BrowserShell = {
  /** The address with its token. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

/** The built renderer, for this shell and for Electron. */
export const pageDir = join(packageDir, 'out', 'renderer');

const portWanted = 9080;

/** Starts the app and its web server. */
export async function startBrowserShell(
  options: {
    readonly dataDir: string;
    readonly events: EventLog;
    /** What the command line said; absent: the settings decide. */
    readonly restartPolicy?: RestartPolicy;
  } & Target,
): Promise<BrowserShell> {
  const app = createApp({ ...options, shell: 'browser' });
  const { connect } = app;
  const transfer = transferFolders(options.dataDir);
  const exporter = options.cluster ? createExporter(options.cluster, false) : null;
  const metrics = exporter?.read;
  const server = await startWebServer({ pageDir, portWanted, connect, transfer, metrics });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await exporter?.close();
      await app.close();
    },
  };
}
