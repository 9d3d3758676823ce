/**
 * The desktop app: one session of the default cluster, windows, menu and tray around it. What it
 * decides lies in the files beside this one; here it is only brought together with Electron.
 */
import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { type App, createApp } from '../app.ts';
import { forkLauncher } from '../cluster/launcher.ts';
import { forkChild } from '../cluster/child.ts';
import type { ClustersState } from '../contract/clusters.ts';
import { type Session, startSession } from '../session.ts';
import { serveWindow } from '../transport/ipc.ts';
import { guardContents } from './guard.ts';
import { routeOfArguments, routeOfFile, routeOfLink, scheme } from './links.ts';
import { menuTemplate } from './menu.ts';
import { noticeGate, noticeOf } from './notices.ts';
import { quitInOrder } from './quit.ts';
import { recoverWindow } from './recovery.ts';
import { safeSecrets } from './secrets.ts';
import { trayTemplate, trayTooltip } from './tray.ts';
import { utilityChild } from './utility-child.ts';
import { fitWindow, readWindowState, sizeMin, trackWindow } from './window-state.ts';
import { languageOf, type Say, wordsIn } from './words.ts';

export type Electron = typeof import('electron');

export type DesktopFiles = {
  readonly dataDir: string;
  readonly pageFile: string;
  readonly pageUrl: string;
  readonly preloadFile: string;
  readonly utilityEntry: string;
  readonly iconFile: string;
};

export class DesktopShell {
  readonly #electron: Electron;
  readonly #files: DesktopFiles;
  #session: Session | null = null;
  #app: App | null = null;
  #clusters: ClustersState | null = null;
  #tray: Electron.Tray | null = null;
  /** A link that came before there was a window. */
  #routeWanted: string | null = null;

  constructor(api: Electron, files: DesktopFiles) {
    this.#electron = api;
    this.#files = files;
  }

  /** From the first event to the last; `argv` may hold a link or a file. */
  async run(argv: readonly string[]): Promise<void> {
    const { app, dialog } = this.#electron;
    this.#routeWanted = routeOfArguments(argv);
    this.#listen();
    quitInOrder(app, () => this.#close());
    try {
      const start = app.isPackaged ? this.#utilityChild() : forkChild;
      this.#session = await startSession({
        dir: this.#files.dataDir,
        restartPolicy: 'always',
        launcher: forkLauncher(undefined, undefined, start),
        startShell: () => null,
      });
      await app.whenReady();
      const { cluster, events, stopped } = this.#session;
      this.#app = createApp({
        shell: 'electron',
        dataDir: cluster.dir,
        cluster,
        events,
        startChild: start,
        secrets: safeSecrets(this.#electron.safeStorage),
      });
      this.#open();
      this.#showTray();
      this.#notify();
      void stopped.then(() => app.quit());
    } catch (error) {
      await app.whenReady();
      dialog.showErrorBox('Rivulet', error instanceof Error ? error.message : String(error));
      app.quit();
    }
  }

  #listen(): void {
    const { app } = this.#electron;
    app.setAsDefaultProtocolClient(scheme);
    app.on('second-instance', (_event, argv) => this.#show(routeOfArguments(argv)));
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#show(routeOfLink(url));
    });
    app.on('open-file', (event, file) => {
      event.preventDefault();
      this.#show(routeOfFile(file));
    });
    app.on('activate', () => this.#show(null));
    // The tray stays: closing a window ends no cluster.
    app.on('window-all-closed', () => {
      if (this.#tray === null) app.quit();
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());
  }

  #utilityChild() {
    const { utilityProcess } = this.#electron;
    return utilityChild(
      (entry, args, options) => utilityProcess.fork(entry, args, options),
      this.#files.utilityEntry,
    );
  }

  get #say(): Say {
    const chosen = this.#app?.settings().language ?? 'system';
    return wordsIn(languageOf(chosen, this.#electron.app.getLocale()));
  }

  /** Brings a window to the front, and there to an address. */
  #show(route: string | null): void {
    this.#routeWanted = route ?? this.#routeWanted;
    if (this.#app === null) return;
    const [window] = this.#electron.BrowserWindow.getAllWindows();
    if (!window) return this.#open();
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    if (this.#routeWanted !== null) goTo(window, this.#routeWanted);
    this.#routeWanted = null;
  }

  #open(): void {
    const { app, BrowserWindow, screen, shell } = this.#electron;
    const { pageFile, pageUrl, preloadFile } = this.#files;
    if (this.#app === null) return;
    const stateFile = join(app.getPath('userData'), 'window.json');
    const workAreas = screen.getAllDisplays().map(({ workArea }) => workArea);
    const { at, width, height, isMaximized } = fitWindow(readWindowState(stateFile), workAreas);
    const window = new BrowserWindow({
      ...at,
      width,
      height,
      minWidth: sizeMin.width,
      minHeight: sizeMin.height,
      title: 'Rivulet',
      show: false,
      webPreferences: {
        preload: preloadFile,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
      },
    });
    if (isMaximized) window.maximize();
    window.once('ready-to-show', () => window.show());
    trackWindow(
      {
        getNormalBounds: () => window.getNormalBounds(),
        isMaximized: () => window.isMaximized(),
        // Electron's overloads take one name each.
        on: (event, listener) => window.on(event as 'close', listener),
      },
      stateFile,
    );
    const isOurPage = (url: string) => url.split(/[?#]/)[0] === pageUrl;
    guardContents(window.webContents, isOurPage, (url) => void shell.openExternal(url));
    const recovering = {
      webContents: window.webContents,
      on: (event: 'unresponsive' | 'responsive', listener: () => void) =>
        window.on(event as 'responsive', listener),
    };
    recoverWindow(recovering, {
      reloadAgain: () => this.#ask(window, 'crashed', 'crashedText', 'reload', 'quit'),
      endHung: () => this.#ask(window, 'hung', 'hungText', 'reload', 'wait'),
      giveUp: () => app.quit(),
    });
    serveWindow(window.webContents, isOurPage, this.#app.connect);
    const hash = this.#routeWanted ?? '';
    this.#routeWanted = null;
    void window.loadFile(pageFile, { hash: hash.replace(/^#/, '') });
  }

  async #ask(
    window: BrowserWindow,
    ...[title, text, yes, no]: readonly [
      'crashed' | 'hung',
      'crashedText' | 'hungText',
      'reload',
      'quit' | 'wait',
    ]
  ): Promise<boolean> {
    const say = this.#say;
    const { response } = await this.#electron.dialog.showMessageBox(window, {
      type: 'warning',
      message: say(title),
      detail: say(text),
      buttons: [say(yes), say(no)],
      cancelId: 1,
    });
    return response === 0;
  }

  /** Menu and tray speak the language of the settings and know the clusters. */
  #showTray(): void {
    const { app, Menu, nativeImage, Tray } = this.#electron;
    const running = this.#app;
    if (running === null) return;
    this.#tray = new Tray(nativeImage.createFromPath(this.#files.iconFile));
    this.#tray.on('click', () => this.#show(null));
    const draw = () => {
      const say = this.#say;
      const menu = menuTemplate(say, process.platform, {
        show: (route) => this.#show(route),
        newWindow: () => this.#open(),
        importScenario: () => void this.#importScenario(),
        quit: () => app.quit(),
      });
      Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
      if (this.#clusters === null || this.#tray === null) return;
      this.#tray.setToolTip(trayTooltip(say, this.#clusters));
      const tray = trayTemplate(say, this.#clusters, {
        open: () => this.#show(null),
        start: (id) => void running.clusters.start(id).catch(console.error),
        stop: (id) => void running.clusters.stop(id).catch(console.error),
        quit: () => app.quit(),
      });
      this.#tray.setContextMenu(Menu.buildFromTemplate(tray));
    };
    running.clusters.watch((state) => {
      this.#clusters = state;
      draw();
    });
    running.onSettings(draw);
  }

  async #importScenario(): Promise<void> {
    const { filePaths } = await this.#electron.dialog.showOpenDialog({
      filters: [{ name: 'Rivulet', extensions: ['yaml', 'yml'] }],
      properties: ['openFile'],
    });
    const [file] = filePaths;
    if (file !== undefined) this.#show(routeOfFile(file));
  }

  /** Only who asked for it, and only while no window is in front. */
  #notify(): void {
    const { BrowserWindow, Notification } = this.#electron;
    const isNews = noticeGate();
    this.#app?.clusters.onEvent((event) => {
      const settings = this.#app?.settings();
      if (!settings?.isNotifying || !Notification.isSupported()) return;
      if (BrowserWindow.getFocusedWindow() !== null) return;
      const notice = noticeOf(event, settings.restartPolicy, this.#say);
      if (notice === null || !isNews(notice)) return;
      const { title, body, route } = notice;
      const notification = new Notification({ title, body });
      notification.on('click', () => this.#show(route));
      notification.show();
    });
  }

  /** Brokers hand over and flush first. */
  async #close(): Promise<void> {
    for (const window of this.#electron.BrowserWindow.getAllWindows()) window.hide();
    this.#tray?.destroy();
    this.#tray = null;
    await this.#app?.close();
    await this.#session?.close();
  }
}

/** The page listens to its address; nothing of the route is ever run. */
function goTo(window: BrowserWindow, route: string): void {
  void window.webContents.executeJavaScript(`window.location.hash = ${JSON.stringify(route)}`);
}
