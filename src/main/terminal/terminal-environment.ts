/**
 * What a shell needs to know its cluster: a folder with Kafka's verbs in front of the path, the
 * address in the environment, and a configuration for kcat.
 */
import { accessSync, chmodSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, delimiter, join } from 'node:path';

export type TerminalSetup = {
  /** The `rivulet` command of this installation. */
  readonly command: string;
  /** Where the programs' folder is made. */
  readonly dataDir: string;
  /** What the verbs connect to. */
  readonly bootstrap: string;
  /** Kafka's verbs that the command knows. */
  readonly verbs: readonly string[];
};

export type Shell = { readonly file: string; readonly name: string };

type Environment = { readonly [name: string]: string | undefined };

/** Writes the programs and answers the environment for a shell that finds them. */
export function prepareEnvironment(setup: TerminalSetup, outer: Environment): Environment {
  const folder = join(setup.dataDir, 'terminal');
  const programs = join(folder, 'bin');
  mkdirSync(programs, { recursive: true });
  writeProgram(programs, 'rivulet', setup.command, '');
  for (const verb of setup.verbs) {
    writeProgram(programs, verb, setup.command, verb);
    // The names of Kafka's download end so.
    if (process.platform !== 'win32') writeProgram(programs, `${verb}.sh`, setup.command, verb);
  }
  const kcatConfig = join(folder, 'kcat.conf');
  writeFileSync(kcatConfig, `bootstrap.servers=${setup.bootstrap}\n`);
  return {
    ...outer,
    PATH: [programs, outer.PATH ?? ''].join(delimiter),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    RIVULET_BOOTSTRAP: setup.bootstrap,
    RIVULET_DATA: setup.dataDir,
    KCAT_CONFIG: kcatConfig,
    LANG: outer.LANG ?? 'C.UTF-8',
  };
}

/** The user's own shell, else the first usual one that is there. */
export function findShell(outer: Environment, platform: NodeJS.Platform): Shell {
  const usual =
    platform === 'win32'
      ? [outer.COMSPEC ?? 'cmd.exe']
      : ['/bin/zsh', '/bin/bash', '/bin/sh'].sort((left) => (left === outer.SHELL ? -1 : 0));
  const candidates = [...(platform === 'win32' || !outer.SHELL ? [] : [outer.SHELL]), ...usual];
  const file = candidates.find(isProgram) ?? candidates.at(-1) ?? '/bin/sh';
  return { file, name: basename(file).replace(/\.exe$/i, '') };
}

/** Where a shell begins. */
export function homeFolder(): string {
  return homedir();
}

/** Whether a program of this name would be found. */
export function isOnPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => folder !== '' && isProgram(join(folder, name)));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    // Not there, or not to be run: then it is none.
    return false;
  }
}

function writeProgram(folder: string, name: string, command: string, verb: string): void {
  if (process.platform === 'win32') {
    writeFileSync(join(folder, `${name}.cmd`), `@"${command}" ${verb} %*\r\n`);
    return;
  }
  const file = join(folder, name);
  const quoted = `'${command.replaceAll("'", "'\\''")}'`;
  writeFileSync(file, `#!/bin/sh\nexec ${quoted} ${verb} "$@"\n`);
  chmodSync(file, 0o755);
}
