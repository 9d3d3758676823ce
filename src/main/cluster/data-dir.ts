/** Where a cluster's files lie when nobody says otherwise, and how folder faults are worded. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ContractError } from '../contract/errors.ts';

type Environment = { readonly [name: string]: string | undefined };

/** The platform's application-data folder, `rivulet/default`. */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env,
  home: string = homedir(),
): string {
  return join(applicationData(platform, environment, home), 'rivulet', 'default');
}

/** Makes the folder where it is missing and checks that it can be used. */
export function prepareDataDir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw unreadable(dir, error);
  }
}

/** The contract's error for a file or folder that the operating system refuses. */
export function unreadable(dir: string, cause: unknown): ContractError<'data-dir-unreadable'> {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new ContractError(
    'data-dir-unreadable',
    { dir, detail },
    `The data folder ${dir} cannot be used: ${detail}. Check its permissions or choose another.`,
    { cause },
  );
}

function applicationData(
  platform: NodeJS.Platform,
  environment: Environment,
  home: string,
): string {
  if (platform === 'win32') return environment.LOCALAPPDATA || join(home, 'AppData', 'Local');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return environment.XDG_DATA_HOME || join(home, '.local', 'share');
}
