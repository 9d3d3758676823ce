/** Terminals: real shells on the machine that the app runs on, set up for one cluster. */

/** Why a shell is no longer there. */
export type TerminalExit = { readonly code: number; readonly signal: number | null };

export type TerminalState = {
  readonly terminalId: string;
  /** Counts from 1 as they were opened. */
  readonly number: number;
  /** `bash`. */
  readonly shell: string;
  readonly pid: number;
  readonly startedAtMs: number;
  /** Null while it runs; one that ended stays until it is closed. */
  readonly exit: TerminalExit | null;
};

/** Stream `terminals`: terminal id -> terminal. */
export type TerminalsState = {
  readonly terminals: { readonly [terminalId: string]: TerminalState };
  /** Kafka's verbs and other programs that know the cluster without being told. */
  readonly programs: readonly string[];
};

/** Params and item of feed `terminal`; it opens with the newest output there was. */
export type TerminalParams = { readonly terminalId: string };
export type TerminalOutput = { readonly text: string };

type Size = { readonly columns: number; readonly rows: number };

export type TerminalsApi = {
  readonly 'terminals.open': (params: Size) => { readonly terminalId: string };
  readonly 'terminals.write': (params: TerminalParams & { readonly text: string }) => null;
  readonly 'terminals.resize': (params: TerminalParams & Size) => null;
  /** Whoever shows the output says how much of it is shown: a shell that is too fast waits. */
  readonly 'terminals.acknowledge': (
    params: TerminalParams & { readonly characterCount: number },
  ) => null;
  /** Ends the shell with all that runs in it, and forgets it. */
  readonly 'terminals.close': (params: TerminalParams) => null;
};
