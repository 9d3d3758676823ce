/** Entry of the Electron shell: the same application, in windows of its own. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as electron from 'electron';
import { pageDir } from './browser-shell.ts';
import { defaultDataDir } from './cluster/data-dir.ts';
import { DesktopShell } from './electron/desktop-shell.ts';
import { packageDir } from './paths.ts';

const { app } = electron;
const pageFile = join(pageDir, 'index.html');
const out = join(packageDir, 'out');

const shell = new DesktopShell(electron, {
  dataDir: defaultDataDir(),
  pageFile,
  pageUrl: pathToFileURL(pageFile).href,
  preloadFile: join(out, 'preload', 'preload.cjs'),
  utilityEntry: join(out, 'main', 'utility-entry.js'),
  iconFile: join(packageDir, 'resources', 'icons', 'tray.png'),
});

if (app.requestSingleInstanceLock()) void shell.run(process.argv);
else app.quit();
