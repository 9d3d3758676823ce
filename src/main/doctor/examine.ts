/** All checks of a text: each of its addresses, what their cluster advertises, and whether they agree. */
import type { DoctorCheck, DoctorFinding, DoctorPlace, DoctorRun } from '../contract/doctor.ts';
import { type Address, formatHostPort, isLoopback, parseHostPort } from './addresses.ts';
import { openSocket, resolveHost } from './connect.ts';
import { codeOf, find, isInnerName, probe, type Report } from './probe.ts';
import type { Read } from './read.ts';
import type { ClusterView } from './wire.ts';

export type ExamineOptions = {
  readonly read: Read;
  readonly place: DoctorPlace;
  readonly sendsCredentials: boolean;
  readonly timeoutMs?: number;
  readonly onChange: (run: DoctorRun) => void;
  readonly signal: AbortSignal;
};

const timeoutDefaultMs = 4_000;
const addressesMax = 8;
const brokersMax = 24;

/** Resolves with the last state, which has been told too. */
export async function examine(options: ExamineOptions): Promise<DoctorRun> {
  const { read, onChange, signal, timeoutMs = timeoutDefaultMs } = options;
  const board = new CheckBoard((run) => {
    if (!signal.aborted) onChange(run);
  }, read);
  const addresses = read.bootstrap.flatMap((text) => parseHostPort(text) ?? []);
  const views: { readonly address: Address; readonly view: ClusterView }[] = [];
  for (const address of addresses.slice(0, addressesMax)) {
    if (signal.aborted) return board.end();
    const view = await probe(address, {
      securityProtocol: read.securityProtocol,
      mechanism:
        read.settings.find(({ name }) => name === 'sasl.mechanism')?.value.toUpperCase() ?? null,
      login: options.sendsCredentials ? read.login : null,
      timeoutMs,
      report: board,
    });
    if (view) views.push({ address, view });
  }
  compareClusters(views, board);
  await checkAdvertised(views, options, timeoutMs, board);
  const [first] = views;
  const isWell =
    first && !board.hasError && !read.findings.some(({ severity }) => severity === 'error');
  if (isWell) find(board, 'all-well', { target: formatHostPort(first.address) }, 'info');
  return board.end();
}

function compareClusters(
  views: readonly { readonly address: Address; readonly view: ClusterView }[],
  board: CheckBoard,
): void {
  const ids = new Set(views.map(({ view }) => view.clusterId));
  if (views.length < 2) return;
  const step = board.begin(
    'same-cluster',
    views.map(({ address }) => formatHostPort(address)).join(', '),
  );
  if (ids.size < 2) return step.done([...ids].join());
  step.failed([...ids].join(', '));
  const clusters = views
    .map(({ address, view }) => `${formatHostPort(address)} → ${view.clusterId}`)
    .join(', ');
  find(board, 'mixed-clusters', { clusters });
}

/** Where a client is sent once it has reached the first address. */
async function checkAdvertised(
  views: readonly { readonly address: Address; readonly view: ClusterView }[],
  { place, signal }: ExamineOptions,
  timeoutMs: number,
  board: CheckBoard,
): Promise<void> {
  const seen = new Set<string>();
  for (const { address, view } of views) {
    const target = formatHostPort(address);
    const astray: {
      readonly advertised: string;
      readonly broker: number;
      readonly fixed: string;
    }[] = [];
    for (const { id, host, port } of view.brokers.slice(0, brokersMax)) {
      const advertised = formatHostPort({ host, port });
      if (signal.aborted || seen.has(advertised)) continue;
      seen.add(advertised);
      const step = board.begin('advertised', advertised);
      const isAstray = isLoopback(host) && (place !== 'here' || !isLoopback(address.host));
      const example =
        place === 'container' ? `host.docker.internal:${port}` : `${address.host}:${port}`;
      const data = { target, advertised, broker: id, fixed: example };
      if (isAstray) {
        step.failed(advertised);
        astray.push(data);
        continue;
      }
      const outcome = await reachAdvertised({ host, port }, timeoutMs);
      if (outcome === null) {
        step.done('');
        continue;
      }
      step.failed(outcome.code);
      const isInner = place === 'container' && isInnerName(host);
      if (outcome.kind === 'name') {
        // Inside of the containers' network the name may well be known.
        find(board, 'advertised-unresolved', { ...data, from: '' }, isInner ? 'warning' : 'error');
      } else find(board, 'advertised-unreachable', data);
    }
    const [first] = astray;
    if (!first) continue;
    // One mistake of one cluster, however many brokers make it.
    find(board, 'advertised-localhost', {
      target,
      advertised: astray.map(({ advertised }) => advertised).join(', '),
      broker: astray.map(({ broker }) => broker).join(', '),
      fixed: first.fixed,
    });
  }
}

async function reachAdvertised(
  address: Address,
  timeoutMs: number,
): Promise<{ readonly kind: 'name' | 'port'; readonly code: string } | null> {
  try {
    await resolveHost(address.host);
  } catch (error) {
    return { kind: 'name', code: codeOf(error) };
  }
  try {
    (await openSocket(address, timeoutMs)).destroy();
    return null;
  } catch (error) {
    return { kind: 'port', code: codeOf(error) };
  }
}

/** Keeps what was checked and found, and tells of each change. */
class CheckBoard implements Report {
  readonly #tell: (run: DoctorRun) => void;
  readonly #read: Read;
  #checks: Readonly<Record<string, DoctorCheck>> = {};
  #findings: readonly DoctorFinding[] = [];
  #idNext = 1;
  #isRunning = true;

  constructor(tell: (run: DoctorRun) => void, read: Read) {
    this.#tell = tell;
    this.#read = read;
    this.#publish();
  }

  get hasError(): boolean {
    return this.#findings.some(({ severity }) => severity === 'error');
  }

  begin(kind: DoctorCheck['kind'], target: string) {
    const id = String(this.#idNext).padStart(4, '0');
    this.#idNext += 1;
    const startedAtMs = performance.now();
    const set = (phase: DoctorCheck['phase'], detail: string) => {
      const isOver = phase !== 'running';
      const tookMs = isOver ? Math.round((performance.now() - startedAtMs) * 10) / 10 : null;
      this.#checks = { ...this.#checks, [id]: { kind, target, phase, tookMs, detail } };
      this.#publish();
    };
    set('running', '');
    return {
      done: (detail: string) => set('done', detail),
      failed: (detail: string) => set('failed', detail),
    };
  }

  skip(kind: DoctorCheck['kind'], target: string): void {
    const id = String(this.#idNext).padStart(4, '0');
    this.#idNext += 1;
    const check = { kind, target, phase: 'skipped', tookMs: null, detail: '' } as const;
    this.#checks = { ...this.#checks, [id]: check };
    this.#publish();
  }

  find(finding: Omit<DoctorFinding, 'span' | 'fixedLine'>): void {
    const isKnown = this.#findings.some(
      (known) =>
        known.rule === finding.rule && JSON.stringify(known.data) === JSON.stringify(finding.data),
    );
    if (isKnown) return;
    this.#findings = [...this.#findings, { ...finding, ...placeOf(finding, this.#read) }];
    this.#publish();
  }

  end(): DoctorRun {
    this.#isRunning = false;
    this.#publish();
    return this.#run();
  }

  #run(): DoctorRun {
    return { isRunning: this.#isRunning, checks: this.#checks, findings: this.#findings };
  }

  #publish(): void {
    this.#tell(this.#run());
  }
}

const protocolRules = ['speaks-tls', 'speaks-plaintext', 'sasl-required', 'sasl-not-offered'];

/** The line that a finding is about, and what it should be. */
function placeOf(
  { rule, data }: Omit<DoctorFinding, 'span' | 'fixedLine'>,
  { settings, masked }: Read,
): Pick<DoctorFinding, 'span' | 'fixedLine'> {
  const isProtocol = protocolRules.includes(rule);
  const name = isProtocol
    ? 'security.protocol'
    : rule === 'sasl-mechanism-wrong'
      ? 'sasl.mechanism'
      : 'bootstrap.servers';
  const setting = settings.find((known) => known.name === name);
  if (!setting) {
    const fixedLine = isProtocol ? `security.protocol=${data['fixed']}` : null;
    return { span: null, fixedLine };
  }
  const { line, column, length } = setting;
  const span = { line, column, length };
  const text = masked.split('\n')[line - 1] ?? '';
  if (name === 'bootstrap.servers') return { span, fixedLine: null };
  const fixedLine =
    text.slice(0, column - 1) + String(data['fixed']) + text.slice(column - 1 + length);
  return { span, fixedLine };
}
