/** Entry of the Electron shell: one sandboxed window around the same application. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, BrowserWindow, dialog, shell } from 'electron';
import { type App, createApp } from './app.ts';
import { pageDir } from './browser-shell.ts';
import { defaultDataDir } from './cluster/data-dir.ts';
import { packageDir } from './paths.ts';
import { type Session, startSession } from './session.ts';
import { serveWindow } from './transport/ipc.ts';

const pageFile = join(pageDir, 'index.html');
const pageUrl = pathToFileURL(pageFile).href;
const preloadFile = join(packageDir, 'out', 'preload', 'preload.cjs');

let session: Session | null = null;
let application: App | null = null;
let isClosed = false;

if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  app.on('second-instance', () => BrowserWindow.getAllWindows()[0]?.focus());
  app.on('window-all-closed', () => app.quit());
  app.on('activate', () => {
    if (application && BrowserWindow.getAllWindows().length === 0) openWindow(application);
  });
  app.on('before-quit', (event) => {
    if (isClosed) return;
    // Brokers hand over and flush first; quitting goes on when they have.
    event.preventDefault();
    void close();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  try {
    session = await startSession({
      dir: defaultDataDir(),
      restartPolicy: 'always',
      startShell: () => null,
    });
    await app.whenReady();
    const { cluster, events } = session;
    application = createApp({ shell: 'electron', dataDir: cluster.dir, cluster, events });
    cluster.supervisor.setPolicy(application.settings().restartPolicy);
    openWindow(application);
    void session.stopped.then(() => app.quit());
  } catch (error) {
    await app.whenReady();
    dialog.showErrorBox('Rivulet', error instanceof Error ? error.message : String(error));
    app.quit();
  }
}

async function close(): Promise<void> {
  for (const window of BrowserWindow.getAllWindows()) window.hide();
  await application?.close();
  await session?.close();
  isClosed = true;
  app.quit();
}

function openWindow(running: App): void {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 720,
    minHeight: 480,
    title: 'Rivulet',
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  window.setMenuBarVisibility(false);
  const isOurPage = (url: string) => url.split(/[?#]/)[0] === pageUrl;
  window.webContents.setWindowOpenHandler(({ url }) => {
    if (/^https?:/.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
  window.webContents.on('will-navigate', (event) => {
    if (!isOurPage(event.url)) event.preventDefault();
  });
  window.webContents.session.setPermissionRequestHandler((_contents, permission, allow) => {
    allow(permission === 'clipboard-sanitized-write');
  });
  serveWindow(window.webContents, isOurPage, running.connect);
  void window.loadFile(pageFile);
}
