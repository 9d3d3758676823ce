/**
 * Every error that crosses the contract: a code, the data that a sentence about it needs, and an
 * English message besides. The renderer words the code in the reader's language.
 */

/** One line of `invalid-params`. */
export type ParamIssue = { readonly path: string; readonly message: string };

/** What a code carries; the renderer's message table has one entry per key. */
export type ErrorData = {
  /** The request did not have the agreed form. */
  readonly 'invalid-params': { readonly method: string; readonly issues: readonly ParamIssue[] };
  readonly 'unknown-method': { readonly method: string };
  /** No broker of the cluster answered. */
  readonly 'cluster-unreachable': { readonly bootstrap: string };
  readonly 'timed-out': { readonly action: string; readonly timeoutMs: number };
  /** Any Kafka error without a code of its own below, by Kafka's own name and number. */
  readonly kafka: { readonly name: string; readonly number: number; readonly isRetriable: boolean };
  readonly 'topic-not-found': { readonly topic: string };
  readonly 'topic-exists': { readonly topic: string };
  readonly 'topic-name-invalid': { readonly topic: string };
  readonly 'partition-not-found': { readonly topic: string; readonly partition: number };
  readonly 'partitions-invalid': { readonly topic: string; readonly partitionCount: number };
  readonly 'replication-factor-invalid': { readonly replicationFactor: number };
  readonly 'config-invalid': { readonly detail: string };
  readonly 'offset-out-of-range': { readonly topic: string; readonly partition: number };
  readonly 'record-too-large': { readonly topic: string };
  readonly 'not-enough-replicas': { readonly topic: string };
  readonly 'group-not-found': { readonly groupId: string };
  /** Offsets are changed, groups deleted, only while nobody is a member. */
  readonly 'group-not-empty': { readonly groupId: string };
  readonly 'broker-not-found': { readonly brokerId: number };
  /** The broker is not in a state in which this can be done. */
  readonly 'broker-wrong-phase': {
    readonly brokerId: number;
    readonly phase: string;
    readonly action: string;
  };
  /** A voter of the metadata quorum stays: its place is fixed by the configuration. */
  readonly 'broker-is-voter': { readonly brokerId: number };
  /** Only a broker without replicas can go. */
  readonly 'broker-holds-replicas': { readonly brokerId: number; readonly replicaCount: number };
  readonly 'broker-failed': { readonly brokerId: number; readonly reason: string };
  /** The action needs a process of ours; the cluster is somebody else's. */
  readonly 'not-local-cluster': { readonly action: string };
  readonly 'not-supported-here': { readonly action: string; readonly platform: string };
  readonly 'port-taken': { readonly port: number };
  readonly 'data-dir-in-use': { readonly dir: string; readonly pid: number };
  readonly 'data-dir-unreadable': { readonly dir: string; readonly detail: string };
  readonly 'data-dir-other-version': {
    readonly dir: string;
    readonly found: string;
    readonly known: string;
  };
  readonly 'data-dir-brokers-differ': {
    readonly dir: string;
    readonly found: number;
    readonly asked: number;
  };
  readonly 'terminal-not-found': { readonly terminalId: string };
  readonly 'too-many-terminals': { readonly max: number };
  readonly 'not-running': { readonly dir: string };
  readonly 'scenario-not-found': { readonly name: string };
  /** Line and column count from 1. */
  readonly 'scenario-invalid': {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly path: string;
    readonly expected: string;
    readonly found: string;
  };
  readonly 'scenario-already-running': { readonly name: string };
  readonly 'scenario-not-running': Record<string, never>;
  /** It has code that came from elsewhere, and nobody has said yet that it may run. */
  readonly 'scenario-needs-trust': { readonly name: string };
  readonly 'run-not-found': { readonly runId: string };
  /** A line of a file, or a row, that cannot be read as a message. */
  readonly 'line-invalid': { readonly reason: string };
  /** A placeholder that does not exist or takes other arguments. */
  readonly 'template-invalid': { readonly placeholder: string; readonly reason: string };
  readonly 'origin-unknown': Record<string, never>;
  readonly 'service-not-found': { readonly service: string };
  readonly 'task-not-found': { readonly taskId: string };
  readonly 'cluster-not-found': { readonly id: string };
  readonly 'cluster-busy': { readonly name: string; readonly action: string };
  readonly 'cluster-is-default': Record<string, never>;
  /** The machine does not have the address that others are to be told. */
  readonly 'lan-address-unknown': { readonly address: string };
  /** Something about LAN access is to be changed while there is none. */
  readonly 'lan-off': Record<string, never>;
  /** Nobody could log in any more. */
  readonly 'lan-user-last': { readonly user: string };
  readonly 'cluster-read-only': { readonly name: string; readonly method: string };
  /** Some broker keeps records outside of the cluster's folder. */
  readonly 'cluster-spread': { readonly dir: string };
  readonly 'disk-too-small': {
    readonly dir: string;
    readonly freeBytes: number;
    readonly neededBytes: number;
  };
  readonly 'archive-invalid': { readonly file: string; readonly detail: string };
  readonly 'file-exists': { readonly file: string };
  readonly 'file-not-absolute': { readonly file: string };
  /** At which step a connection to another cluster ended. */
  readonly 'connection-dns': ConnectionFailure;
  readonly 'connection-refused': ConnectionFailure;
  readonly 'connection-timeout': ConnectionFailure;
  readonly 'connection-tls': ConnectionFailure;
  readonly 'connection-login': ConnectionFailure;
  readonly 'connection-protocol': ConnectionFailure;
  readonly 'connection-advertised': ConnectionFailure;
  /** No regular expression, or no JSONata. */
  readonly 'query-invalid': { readonly mode: string; readonly detail: string };
  readonly 'schema-invalid': { readonly name: string; readonly detail: string };
  readonly 'stream-not-found': { readonly id: number };
  readonly 'connection-closed': Record<string, never>;
  readonly internal: { readonly detail: string };
};

type ConnectionFailure = {
  readonly address: string;
  /** What the cluster calls itself, where that is what cannot be reached. */
  readonly advertised: string;
  readonly detail: string;
};

export type ErrorCode = keyof ErrorData;

/** The JSON form of an error on the wire. */
export type ErrorJson<Code extends ErrorCode = ErrorCode> = {
  readonly [C in Code]: {
    readonly code: C;
    readonly data: ErrorData[C];
    /** English: what happened, why, what can be done. */
    readonly message: string;
  };
}[Code];

/** The one error class that methods of the contract reject with, on both sides of the wire. */
export class ContractError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly data: ErrorData[Code];

  constructor(code: Code, data: ErrorData[Code], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContractError';
    this.code = code;
    this.data = data;
  }
}

/** True for a `ContractError`, of the given code when one is given. */
export function isContractError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  code?: Code,
): error is ContractError<Code> {
  return error instanceof ContractError && (code === undefined || error.code === code);
}
