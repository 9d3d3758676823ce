/** The terminals of one cluster: opened, watched, written to, closed with the cluster's workspace. */
import { randomUUID } from 'node:crypto';
import { ContractError } from '../contract/errors.ts';
import type { TerminalsApi, TerminalsState, TerminalState } from '../contract/terminals.ts';
import type { FeedSource, StateSource } from '../live/live-hub.ts';
import type { Handlers } from '../transport/rpc.ts';
import {
  findShell,
  homeFolder,
  isOnPath,
  prepareEnvironment,
  type TerminalSetup,
} from './terminal-environment.ts';
import { TerminalSession } from './terminal-session.ts';

type Entry = { readonly session: TerminalSession; state: TerminalState };

/** A key press is answered at once, not at the pace of charts. */
const outputIntervalMs = 10;
const sessionsMax = 20;

export class Terminals {
  readonly #setup: TerminalSetup;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<(state: TerminalsState) => void>();
  #numberNext = 1;

  constructor(setup: TerminalSetup) {
    this.#setup = setup;
  }

  handlers(): Handlers<keyof TerminalsApi> {
    return {
      'terminals.open': ({ columns, rows }) => this.#open(columns, rows),
      'terminals.write': ({ terminalId, text }) => {
        this.#entry(terminalId).session.write(text);
        return null;
      },
      'terminals.resize': ({ terminalId, columns, rows }) => {
        this.#entry(terminalId).session.resize(columns, rows);
        return null;
      },
      'terminals.acknowledge': ({ terminalId, characterCount }) => {
        this.#entries.get(terminalId)?.session.acknowledge(characterCount);
        return null;
      },
      'terminals.close': ({ terminalId }) => {
        this.#entry(terminalId).session.kill();
        this.#entries.delete(terminalId);
        this.#publish();
        return null;
      },
    };
  }

  /** Source of state `terminals`. */
  readonly states: StateSource<'terminals'> = (_params, sink) => {
    this.#listeners.add(sink.value);
    sink.value(this.#state());
    return () => void this.#listeners.delete(sink.value);
  };

  /** Source of feed `terminal`. */
  readonly output: FeedSource<'terminal'> = ({ terminalId }, sink) => {
    const { session } = this.#entry(terminalId);
    const { text, stop } = session.watch((more) => sink.items([{ text: more }]));
    return { items: [{ text }], intervalMs: outputIntervalMs, stop };
  };

  close(): void {
    for (const { session } of this.#entries.values()) session.kill();
    this.#entries.clear();
  }

  async #open(columns: number, rows: number): Promise<{ readonly terminalId: string }> {
    if (this.#entries.size >= sessionsMax) {
      throw new ContractError(
        'too-many-terminals',
        { max: sessionsMax },
        `There are ${sessionsMax} terminals already; close one first.`,
      );
    }
    const environment = prepareEnvironment(this.#setup, process.env);
    const shell = findShell(process.env, process.platform);
    // Loaded when the first terminal opens: most sessions have none.
    const { spawn } = await import('node-pty');
    const pty = spawn(shell.file, [], {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd: homeFolder(),
      env: { ...environment },
    });
    const terminalId = randomUUID();
    const session = new TerminalSession(pty, (exit) => {
      const entry = this.#entries.get(terminalId);
      if (!entry) return;
      entry.state = { ...entry.state, exit };
      this.#publish();
    });
    const state: TerminalState = {
      terminalId,
      number: this.#numberNext,
      shell: shell.name,
      pid: session.pid,
      startedAtMs: Date.now(),
      exit: null,
    };
    this.#numberNext += 1;
    this.#entries.set(terminalId, { session, state });
    this.#publish();
    return { terminalId };
  }

  #state(): TerminalsState {
    const hasKcat = isOnPath('kcat', process.env.PATH ?? '');
    return {
      terminals: Object.fromEntries([...this.#entries].map(([id, { state }]) => [id, state])),
      programs: ['rivulet', ...(hasKcat ? ['kcat'] : []), ...this.#setup.verbs],
    };
  }

  #publish(): void {
    const state = this.#state();
    for (const listener of this.#listeners) listener(state);
  }

  #entry(terminalId: string): Entry {
    const entry = this.#entries.get(terminalId);
    if (entry) return entry;
    throw new ContractError('terminal-not-found', { terminalId }, 'This terminal is closed.');
  }
}
