/** Opens an address in the default browser where there is one. */
import { spawn } from 'node:child_process';

/** Does nothing in CI and without a screen; a browser that cannot be started is no error. */
export function openInBrowser(url: string): void {
  run(browserCommand(process.platform, process.env), url);
}

/** Shows a folder in the system's file manager; false where there is no screen. */
export function openFolder(dir: string): boolean {
  return run(folderCommand(process.platform, process.env), dir);
}

function run(command: readonly [string, ...string[]] | null, url: string): boolean {
  if (command === null) return false;
  const [program, ...words] = command;
  const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
  // The address was printed: whoever wants to can open it by hand.
  child.on('error', () => {});
  child.unref();
  return true;
}

/** The program that opens addresses, or null where nobody could look at it. */
export function browserCommand(
  platform: NodeJS.Platform,
  environment: { readonly [name: string]: string | undefined },
): readonly [string, ...string[]] | null {
  if (environment.CI) return null;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  const hasScreen = Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
  return hasScreen ? ['xdg-open'] : null;
}

/** The program that shows folders, or null where nobody could look at it. */
function folderCommand(
  platform: NodeJS.Platform,
  environment: { readonly [name: string]: string | undefined },
): readonly [string, ...string[]] | null {
  return platform === 'win32' ? ['explorer'] : browserCommand(platform, environment);
}
