// `npm start`: installs and builds what is missing, then opens the app in Electron, or where that is
// not possible in the browser shell. Arguments after `--` go to the shell.
import { join } from 'node:path';
import './stop-with-parent.mjs';
import { ensureBuilt } from './build.mjs';
import { downloadElectron, findElectron, hasScreen } from './electron.mjs';
import { ensureInstalled } from './install.mjs';
import { become, continueUnderNode24, node24Env, requireNode24, root } from './node24.mjs';

ensureInstalled();
await continueUnderNode24();
ensureBuilt();

const args = process.argv.slice(2);
const electron = hasScreen() ? (findElectron() ?? downloadElectron()) : null;
if (electron !== null) {
  // Chromium refuses to run its sandbox as root.
  const flags = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
  await become(electron, [...flags, root, ...args]);
} else {
  const why = hasScreen() ? 'Electron is not installed' : 'There is no screen here';
  console.log(`${why}: starting the browser shell.`);
  const node = requireNode24();
  const watch = new URL('./stop-with-parent.mjs', import.meta.url).href;
  const server = join(root, 'out', 'main', 'server.js');
  await become(node, ['--import', watch, server, ...args], node24Env(node));
}
