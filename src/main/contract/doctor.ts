/** Why an application does not reach its cluster: settings or errors read, checks run. */
import type { DoctorRule } from './doctor-words.ts';

export type { DoctorRule } from './doctor-words.ts';

export type DoctorFormat =
  | 'empty'
  | 'properties'
  | 'yaml'
  | 'compose'
  | 'json'
  | 'env'
  | 'code'
  | 'log';

/** Where the application runs, as seen from its cluster. */
export type DoctorPlace = 'here' | 'container' | 'elsewhere';

/** A stretch of the text; lines and columns count from 1. */
export type TextSpan = {
  readonly line: number;
  readonly column: number;
  readonly length: number;
};

export type DoctorSetting = TextSpan & {
  /** As Kafka's Java client calls it. */
  readonly name: string;
  /** As it is written. */
  readonly key: string;
  /** A secret is told as dots. */
  readonly value: string;
};

export type DoctorFinding = {
  readonly rule: DoctorRule;
  readonly severity: 'error' | 'warning' | 'info';
  /** Null: it is about no line in particular. */
  readonly span: TextSpan | null;
  /** What the words of the rule need. */
  readonly data: { readonly [name: string]: string | number };
  /** The whole line as it should be, secrets as dots; null: there is nothing to put there. */
  readonly fixedLine: string | null;
};

/** What the text says by itself. */
export type DoctorReading = {
  readonly format: DoctorFormat;
  /** The text with secrets as dots. */
  readonly masked: string;
  readonly settings: readonly DoctorSetting[];
  readonly bootstrap: readonly string[];
  readonly securityProtocol: string;
  readonly hasCredentials: boolean;
  readonly findings: readonly DoctorFinding[];
  /** With all that can be put right, secrets as dots; null: nothing to put right. */
  readonly corrected: string | null;
};

export type DoctorCheckKind =
  | 'dns'
  | 'tcp'
  | 'tls'
  | 'kafka'
  | 'sasl'
  | 'login'
  | 'metadata'
  | 'advertised'
  | 'same-cluster';

export type DoctorCheck = {
  readonly kind: DoctorCheckKind;
  /** `host:port`. */
  readonly target: string;
  readonly phase: 'running' | 'done' | 'failed' | 'skipped';
  readonly tookMs: number | null;
  /** What was found, in short: an address, a version, a certificate's name. */
  readonly detail: string;
};

/** Stream `doctor`. */
export type DoctorRun = {
  readonly isRunning: boolean;
  /** By the order of their beginning. */
  readonly checks: { readonly [id: string]: DoctorCheck };
  readonly findings: readonly DoctorFinding[];
};

export type DoctorParams = {
  readonly text: string;
  readonly place: DoctorPlace;
};

export type DoctorRunParams = DoctorParams & {
  /** Logs in with what the text says; otherwise no secret leaves this machine. */
  readonly sendsCredentials: boolean;
  /** Another number runs the checks anew. */
  readonly round: number;
};

export type DoctorApi = {
  /** Reads the text; touches no network. */
  readonly 'doctor.read': (params: DoctorParams) => DoctorReading;
};
