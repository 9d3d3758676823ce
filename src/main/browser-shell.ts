/** The application as a local web page, around a cluster that somebody else opens and closes. */
import { join } from 'node:path';
import { type AppTarget, createApp } from './app.ts';
import type { EventLog } from './cluster/event-log.ts';
import type { Settings } from './contract/app-info.ts';
import { packageDir } from './paths.ts';
import { startWebServer } from './transport/websocket.ts';

export type BrowserShell = {
  /** The address with its token. */
  readonly url: string;
  readonly settings: () => Settings;
  readonly close: () => Promise<void>;
};

/** The built renderer, for this shell and for Electron. */
export const pageDir = join(packageDir, 'out', 'renderer');

const portWanted = 9080;

/** Starts the app and its web server. */
export async function startBrowserShell(
  options: { readonly dataDir: string; readonly events: EventLog } & AppTarget,
): Promise<BrowserShell> {
  const app = createApp({ ...options, shell: 'browser' });
  const server = await startWebServer({ pageDir, portWanted, connect: app.connect });
  return {
    url: server.url,
    settings: app.settings,
    close: async () => {
      await server.close();
      await app.close();
    },
  };
}
