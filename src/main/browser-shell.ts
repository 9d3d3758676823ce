/** The application as a local web page, around a cluster that somebody else opens and closes. */
import { join } from 'node:path';
import { type AppOptions, createApp } from './app.ts';
import { packageDir } from './paths.ts';
import { startWebServer } from './transport/websocket.ts';

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
  options: Omit<AppOptions, 'shell'> & Pick<AppOptions, 'cluster'>,
): Promise<BrowserShell> {
  const app = createApp({ ...options, shell: 'browser' } as AppOptions);
  const server = await startWebServer({ pageDir, portWanted, connect: app.connect });
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await app.close();
    },
  };
}
