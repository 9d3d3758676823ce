/**
 * Entry of the browser shell under plain Node: starts the cluster, prints the address of the app,
 * and opens it in the default browser where there is one.
 */
import { parseArgs } from 'node:util';
import { defaultDataDir } from './cluster/data-dir.ts';
import { EventLog } from './cluster/event-log.ts';
import { openInBrowser } from './open-browser.ts';
import { startSession, stopOnSignals } from './session.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string' },
    brokers: { type: 'string' },
    /** Somebody else's cluster instead of a local one. */
    bootstrap: { type: 'string' },
    'no-open': { type: 'boolean' },
  },
});
const dir = values.data ?? defaultDataDir();

try {
  if (values.bootstrap === undefined) await runLocal();
  else await runForeign(values.bootstrap);
} catch (error) {
  console.error(`rivulet: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

async function runLocal(): Promise<void> {
  const session = await startSession({
    dir,
    port: numberOf(values.port),
    brokerCount: numberOf(values.brokers),
    restartPolicy: 'always',
    startShell: (cluster, events) => async () => {
      const { startBrowserShell } = await import('./browser-shell.ts');
      return startBrowserShell({ cluster, events, dataDir: dir });
    },
  });
  stopOnSignals(session);
  const { cluster } = session;
  try {
    const { url } = await session.services;
    if (cluster.portInstead) {
      const { wanted, got } = cluster.portInstead;
      console.log(`Port ${wanted} is taken, so the brokers listen from ${got} on.`);
    }
    show(url ?? '');
    await Promise.race([cluster.whenReady(), session.stopped]);
    if (!session.isStopping()) console.log(`Brokers:  ${cluster.bootstrap}`);
    await session.stopped;
  } finally {
    await session.close();
  }
}

async function runForeign(bootstrap: string): Promise<void> {
  const { prepareDataDir } = await import('./cluster/data-dir.ts');
  const { startBrowserShell } = await import('./browser-shell.ts');
  prepareDataDir(dir);
  const events = new EventLog();
  const shell = await startBrowserShell({ cluster: null, bootstrap, events, dataDir: dir });
  show(shell.url);
  console.log(`Brokers:  ${bootstrap}`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  await shell.close();
}

function show(url: string): void {
  console.log(`Rivulet:  ${url}`);
  if (values['no-open'] !== true) openInBrowser(url);
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
