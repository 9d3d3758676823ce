/** Which cluster a command is about. */
import { resolve } from 'node:path';
import { defaultDataDir } from '../main/cluster/data-dir.ts';
import { connectControl, type ControlClient } from '../main/transport/control-endpoint.ts';
import { text, UsageError, type Values } from './command.ts';

/** The data folder that `--data` names, or the default one. */
export function dataDirOf(values: Values): string {
  return resolve(text(values, 'data') ?? process.env.RIVULET_DATA ?? defaultDataDir());
}

/** Runs something with a line to the process that runs the folder's cluster. */
export async function withControl<Value>(
  values: Values,
  action: (control: ControlClient) => Promise<Value>,
): Promise<Value> {
  const control = await connectControl(dataDirOf(values));
  try {
    return await action(control);
  } finally {
    control.close();
  }
}

/**
 * Where to connect: `--bootstrap`, or the cluster that the app's terminal is for (it sets
 * RIVULET_BOOTSTRAP), or the running local one.
 */
export async function bootstrapOf(values: Values): Promise<string> {
  const isFolderNamed = text(values, 'data') !== undefined;
  const given = text(values, 'bootstrap') ?? (isFolderNamed ? undefined : ofTerminal());
  if (given !== undefined) return checkBootstrap(given);
  return withControl(values, async (control) => (await control.call('control.status')).bootstrap);
}

function ofTerminal(): string | undefined {
  return process.env.RIVULET_BOOTSTRAP || undefined;
}

/** `HOST:PORT,HOST:PORT`, else a `UsageError`. */
export function checkBootstrap(given: string): string {
  for (const address of given.split(',')) {
    const port = Number(/^(?:[^\s:]+|\[[^\]\s]+\]):(\d{1,5})$/.exec(address.trim())?.[1]);
    if (!(port >= 1 && port <= 65_535)) {
      throw new UsageError(`--bootstrap takes HOST:PORT,HOST:PORT…, not ${JSON.stringify(given)}`);
    }
  }
  return given;
}
