/**
 * Entry of every utility process: makes Electron's port look like the IPC channel of a fork, then
 * loads the module that is named by the first argument. Brokers and runners know no difference.
 */
import { pathToFileURL } from 'node:url';

type Port = {
  readonly on: (event: 'message', listener: (event: { readonly data: unknown }) => void) => unknown;
  readonly postMessage: (message: unknown) => void;
};

const { parentPort } = process as NodeJS.Process & { readonly parentPort: Port };
const early: unknown[] = [];
let isLoaded = false;

process.send = (message: unknown) => {
  parentPort.postMessage(message);
  return true;
};
process.disconnect = () => process.exit(0);
Object.defineProperty(process, 'connected', { value: true });
parentPort.on('message', ({ data }) => {
  if (isLoaded) process.emit('message', data, undefined);
  else early.push(data);
});

await import(pathToFileURL(process.argv.at(-1) ?? '').href);
isLoaded = true;
for (const message of early.splice(0)) process.emit('message', message, undefined);
