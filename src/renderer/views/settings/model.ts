/** The settings without the screen: what may be typed, and what it becomes. */
import type {
  ClusterEntry,
  ConnectionSecurity,
  SaslMechanism,
  TasksState,
} from '../../../main/contract/index.ts';

export const sections = [
  'clusters',
  'general',
  'local',
  'lan',
  'history',
  'reset',
  'about',
] as const;
export type SectionName = (typeof sections)[number];

export function sectionOf(item: string | null): SectionName {
  return sections.find((name) => name === item) ?? 'clusters';
}

export type Row<Kind extends ClusterEntry['kind']> = Extract<
  ClusterEntry,
  { readonly kind: Kind }
> & { readonly id: string };

type Clusters = { readonly [id: string]: ClusterEntry };

/** Those that the app runs itself, the default one first as it came. */
export function localRows(clusters: Clusters): readonly Row<'local'>[] {
  return Object.entries(clusters).flatMap(([id, entry]) =>
    entry.kind === 'local' ? [{ ...entry, id }] : [],
  );
}

export function foreignRows(clusters: Clusters): readonly Row<'foreign'>[] {
  return Object.entries(clusters).flatMap(([id, entry]) =>
    entry.kind === 'foreign' ? [{ ...entry, id }] : [],
  );
}

export function isUp({ phase }: ClusterEntry): boolean {
  return phase === 'ready' || phase === 'starting' || phase === 'degraded';
}

export type NameProblem = 'nameMissing' | 'nameTaken';

/** `own`: the name that it has now, which it may keep. */
export function nameProblem(
  name: string,
  clusters: Clusters,
  own: string | null = null,
): NameProblem | null {
  const typed = name.trim();
  if (typed === '') return 'nameMissing';
  if (typed === own) return null;
  return Object.values(clusters).some((entry) => entry.name === typed) ? 'nameTaken' : null;
}

/** Orders, Orders 2, Orders 3, … */
export function nextName(name: string, clusters: Clusters): string {
  const taken = new Set(Object.values(clusters).map((entry) => entry.name));
  const stem = name.replace(/ \d+$/, '');
  for (let number = 2; ; number += 1) {
    const candidate = `${stem} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 1024 && port <= 65_535;
}

/** First and last port of an address list, for a sentence. */
export function portsOf(bootstrap: string): readonly number[] {
  return bootstrap
    .split(',')
    .map((address) => Number(address.slice(address.lastIndexOf(':') + 1)))
    .filter((port) => port > 0);
}

export type ConnectionForm = {
  readonly name: string;
  readonly bootstrap: string;
  readonly isEncrypted: boolean;
  readonly ca: string;
  readonly isVerified: boolean;
  readonly mechanism: SaslMechanism | 'none';
  readonly username: string;
  /** Null: the one that is kept. */
  readonly password: string | null;
  readonly isReadOnly: boolean;
};

/** A new connection asks for nothing and changes nothing. */
export const connectionFormEmpty: ConnectionForm = {
  name: '',
  bootstrap: '',
  isEncrypted: false,
  ca: '',
  isVerified: true,
  mechanism: 'none',
  username: '',
  password: null,
  isReadOnly: true,
};

export function connectionForm(row: Row<'foreign'>): ConnectionForm {
  const { tls, sasl } = row.security;
  return {
    name: row.name ?? '',
    bootstrap: row.bootstrap,
    isEncrypted: tls !== null,
    ca: tls?.ca ?? '',
    isVerified: tls?.isVerified ?? true,
    mechanism: sasl?.mechanism ?? 'none',
    username: sasl?.username ?? '',
    password: null,
    isReadOnly: row.isReadOnly,
  };
}

export function securityOf(form: ConnectionForm): ConnectionSecurity {
  const { isEncrypted, ca, isVerified, mechanism, username } = form;
  return {
    tls: isEncrypted ? { ca: ca.trim() === '' ? null : ca, isVerified } : null,
    sasl: mechanism === 'none' ? null : { mechanism, username },
  };
}

/** What the form stands for; a password only when one was typed. */
export function connectionParams(form: ConnectionForm) {
  return {
    bootstrap: form.bootstrap.trim(),
    security: securityOf(form),
    ...(form.password !== null && { password: form.password }),
  };
}

export type FormProblems = {
  readonly name?: NameProblem;
  readonly bootstrap?: 'bootstrapMissing' | 'bootstrapForm';
  readonly username?: 'usernameMissing';
  readonly ca?: 'caForm';
};

const address = /^(\[[0-9a-fA-F:.]+\]|[^\s,:[\]]+):\d{1,5}$/;

export function formProblems(
  form: ConnectionForm,
  clusters: Clusters,
  own: string | null,
): FormProblems {
  const name = nameProblem(form.name, clusters, own);
  const typed = form.bootstrap.trim();
  const parts = typed.split(',').map((part) => part.trim());
  const isWrong = !parts.every(
    (part) => address.test(part) && Number(part.split(':').at(-1)) < 65_536,
  );
  return {
    ...(name && { name }),
    ...(typed === ''
      ? { bootstrap: 'bootstrapMissing' as const }
      : isWrong && { bootstrap: 'bootstrapForm' as const }),
    ...(form.mechanism !== 'none' &&
      form.username.trim() === '' && { username: 'usernameMissing' as const }),
    ...(form.isEncrypted &&
      form.ca.trim() !== '' &&
      !form.ca.includes('-----BEGIN CERTIFICATE-----') && { ca: 'caForm' as const }),
  };
}

/** Long actions on whole clusters, the newest first. */
export function clusterTasks(tasks: TasksState['tasks']) {
  const kinds: readonly string[] = ['export-cluster', 'import-cluster', 'duplicate-cluster'];
  return Object.entries(tasks)
    .filter(([, { kind }]) => kinds.includes(kind))
    .toSorted(([, left], [, right]) => right.startedAtMs - left.startedAtMs);
}

/** The name of a file without its folder, on every platform. */
export function fileNameOf(file: string): string {
  return file.split(/[/\\]/).at(-1) ?? file;
}

export const megabyte = 1024 * 1024;

export function isHistoryDays(days: number): boolean {
  return Number.isInteger(days) && days >= 1 && days <= 365;
}

export function isHistoryMegabytes(size: number): boolean {
  return Number.isInteger(size) && size >= 16 && size <= 64 * 1024;
}
