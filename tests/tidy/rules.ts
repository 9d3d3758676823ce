/** The rules of tidiness. Each takes files and returns one line per offence, with what to do about it. */
import { isNode, walk, type Import, type Module, type Node, type Source } from './sources.ts';

// --- Direction of imports -----------------------------------------------------------------------

/** src/broker from the bottom up. A folder imports lower ones; of its own row only types. */
const brokerLayers = [
  ['protocol', 'env', 'metrics', 'control'],
  ['config'],
  ['client'],
  ['log', 'raft'],
  ['replication', 'metadata', 'coordinator'],
  ['client-metrics'],
  ['apis'],
  ['server'],
];
const controlMessages = 'src/broker/control.ts';
const controlParts = 'src/broker/control/';
const configFace = 'src/broker/config.ts';
const brokerLeaves = [configFace, controlMessages];
const brokerEntry = 'src/broker/main.ts';

const electronImporters = ['src/main/index.ts', 'src/main/transport/ipc.ts', 'src/main/preload.ts'];
/** Code for Electron alone: types only, what is real is handed in. */
const electronFolder = 'src/main/electron/';

export function importDirection(modules: readonly Module[]): string[] {
  return modules.flatMap((module) =>
    module.imports.flatMap((entry) => {
      const reason = whyNot(module.path, entry);
      return reason === null ? [] : [`${module.path} imports ${entry.name}: ${reason}`];
    }),
  );
}

function whyNot(from: string, entry: Import): string | null {
  const zone = zoneOf(from);
  if (zone === null) return null;
  if (entry.target === null) return whyNotPackage(from, zone, entry.name, entry.isType);

  const to = entry.target;
  const target = zoneOf(to);
  switch (zone) {
    case 'broker':
      return target === 'broker' ? whyNotInBroker(from, entry) : 'the broker imports only itself';
    case 'contract':
      return target === 'contract' ? null : 'the contract imports only itself';
    case 'scenario':
      if (target === 'scenario' || target === 'contract') return null;
      return 'the model of scenarios imports only itself and the contract';
    case 'renderer':
      if (target === 'contract' || target === 'scenario') return null;
      if (target !== 'renderer') return 'the renderer knows only main/contract and scenario';
      return whyNotBetweenViews(from, to);
    case 'main':
      if (['main', 'contract', 'scenario', 'resources'].includes(target ?? '')) return null;
      if ([...brokerLeaves, brokerEntry].includes(to)) return null;
      return 'main knows only the control messages, the configs and the entry of the broker';
    case 'cli':
      if (['cli', 'main', 'contract', 'scenario'].includes(target ?? '')) return null;
      if (brokerLeaves.includes(to)) return null;
      return 'the command knows main and the control messages of the broker';
    default:
      return null;
  }
}

function zoneOf(path: string): string | null {
  if (path.startsWith('src/main/contract/')) return 'contract';
  return (
    /^src\/(broker|main|renderer|cli|scenario)\//.exec(path)?.[1] ??
    /^resources\b/.exec(path)?.[0] ??
    null
  );
}

function whyNotPackage(from: string, zone: string, name: string, isType: boolean): string | null {
  if (name === 'electron' || name.startsWith('electron/')) {
    if (isType && from.startsWith(electronFolder)) return null;
    return electronImporters.includes(from) ? null : `only ${electronImporters.join(', ')} may`;
  }
  if (zone === 'contract' && name !== 'zod') return 'the contract imports only itself and zod';
  if (zone === 'renderer' && name.startsWith('node:')) return 'the renderer runs in a browser';
  if (zone === 'scenario' && name.startsWith('node:')) return 'the renderer imports it too';
  return null;
}

function whyNotInBroker(from: string, { target, isType }: Import): string | null {
  const to = target ?? '';
  if (to === controlMessages) return null;
  if (to.startsWith(controlParts)) {
    return from === controlMessages || from.startsWith(controlParts) ? null : 'control.ts has it';
  }
  if (from === controlMessages || from.startsWith(controlParts)) return 'a leaf imports nothing';
  if (to === brokerEntry) return 'nothing imports the entry';
  const fromRow = rowOf(from);
  const toRow = rowOf(to);
  if (toRow > fromRow) return 'it lies above';
  const isSibling = toRow === fromRow && folderOf(from) !== folderOf(to);
  return isSibling && !isType ? 'siblings share only types; node.ts hands the rest in' : null;
}

/** Files directly in src/broker lie above all folders. */
function rowOf(path: string): number {
  const row = brokerLayers.findIndex((folders) => folders.includes(folderOf(path)));
  return row === -1 ? brokerLayers.length : row;
}

function folderOf(path: string): string {
  if (path === configFace) return 'config';
  return /^src\/broker\/([^/]+)\//.exec(path)?.[1] ?? '';
}

/** A folder of src/broker that has no place in the layers would escape the rule. */
export function brokerFoldersKnown(modules: readonly Module[]): string[] {
  const folders = new Set(modules.map(({ path }) => folderOf(path)).filter(Boolean));
  return [...folders]
    .filter((folder) => !brokerLayers.flat().includes(folder))
    .map((folder) => `src/broker/${folder} has no place in the layers: add it to rules.ts`);
}

function whyNotBetweenViews(from: string, to: string): string | null {
  const viewOf = (path: string) => /^src\/renderer\/views\/([^/]+)\//.exec(path)?.[1];
  const [own, other] = [viewOf(from), viewOf(to)];
  if (other === undefined || own === other) return null;
  if (own !== undefined) return 'views do not know each other: move the shared part down';
  return null;
}

export function importCycles(modules: readonly Module[]): string[] {
  const targets = new Map(
    modules.map(({ path, imports }) => [
      path,
      imports.flatMap(({ target, isType, isStatic }) =>
        isStatic && !isType && target !== null ? [target] : [],
      ),
    ]),
  );
  const done = new Set<string>();
  const offences: string[] = [];
  const visit = (path: string, chain: readonly string[]) => {
    const start = chain.indexOf(path);
    if (start !== -1) {
      offences.push(`import cycle: ${[...chain.slice(start), path].join(' -> ')}`);
      return;
    }
    if (done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...chain, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return offences;
}

/** Files of src/ that no entry leads to. Style sheets lead on by `@import`, pages by `src`. */
export function deadFiles(
  sources: readonly Source[],
  modules: readonly Module[],
  entries: readonly string[],
): string[] {
  const imports = new Map(modules.map((module) => [module.path, module.imports]));
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const alive = new Set<string>();
  const reach = (path: string) => {
    if (alive.has(path) || !texts.has(path)) return;
    alive.add(path);
    for (const { target } of imports.get(path) ?? []) if (target !== null) reach(target);
    for (const target of textImports(path, texts.get(path) ?? '')) reach(target);
  };
  entries.forEach(reach);
  return sources
    .map(({ path }) => path)
    .filter((path) => /^src\/.*\.(tsx?|css|json)$/.test(path))
    .filter((path) => !/(\.d\.ts|\/tsconfig\.json)$/.test(path) && !alive.has(path))
    .map((path) => `${path}: no entry leads to this file`);
}

function textImports(path: string, text: string): string[] {
  const pattern = path.endsWith('.html')
    ? /\b(?:src|href)="\.?\/?([^":]+)"/g
    : /@import\s+['"]\.\/([^'"]+)['"]/g;
  if (!/\.(html|css)$/.test(path)) return [];
  const folder = path.replace(/[^/]+$/, '');
  return [...text.matchAll(pattern)].map((match) => folder + match[1]);
}

// --- What the engine may call -------------------------------------------------------------------

const bannedGlobals: Record<string, string> = {
  performance: 'env.clock',
  process: 'env',
  setTimeout: 'env.clock.setTimer',
  setInterval: 'env.clock.setTimer',
  setImmediate: 'env.clock.defer',
  console: 'env.log',
};
const bannedMembers: Record<string, string> = {
  'Date.now': 'env.clock.nowMs',
  'Math.random': 'env.random.next',
};
const bannedPackages =
  /^(node:)?(net|tls|dgram|dns|http|http2|https|fs|os|child_process|worker_threads|cluster|timers|perf_hooks|process)(\/|$)/;
const drawsRandomness = /^(random|getRandomValues|webcrypto|generateKey)/;

/** The engine takes time, randomness, network and disk from env/, or the simulator could not. */
export function bannedCalls(modules: readonly Module[]): string[] {
  return modules.filter(({ path }) => isEngine(path)).flatMap(bannedCallsOf);
}

function isEngine(path: string): boolean {
  return (
    path.startsWith('src/broker/') && path !== brokerEntry && !path.startsWith('src/broker/env/')
  );
}

function bannedCallsOf({ path, imports, program }: Module): string[] {
  const offences: string[] = [];
  const add = (what: string, instead: string) =>
    offences.push(`${path} uses ${what}: take ${instead}`);
  for (const { name, names, isType } of imports) {
    if (bannedPackages.test(name)) add(name, 'env');
    const draws =
      /^(node:)?crypto$/.test(name) && !isType && names.find((it) => drawsRandomness.test(it));
    if (draws) add(`crypto.${draws}`, 'env.random');
  }
  const ownNames = declaredNames(program);
  walk(program, (node, parent) => {
    if (node.type === 'MemberExpression') {
      const member = memberOf(node);
      if (bannedMembers[member] !== undefined) add(member, bannedMembers[member]);
      const [object, property = ''] = member.split('.');
      if (object === 'crypto' && drawsRandomness.test(property)) add(member, 'env.random');
      if (object === 'globalThis' && bannedGlobals[property]) add(member, bannedGlobals[property]);
    } else if (node.type === 'NewExpression') {
      const isClock = isNode(node.callee) && node.callee.name === 'Date';
      if (isClock && (node.arguments as Node[]).length === 0) add('new Date()', 'env.clock.nowMs');
    } else if (node.type === 'Identifier' && !isNameOnly(node, parent)) {
      const instead = bannedGlobals[String(node.name)];
      if (instead !== undefined && !ownNames.has(node.name)) add(String(node.name), instead);
    }
  });
  return offences;
}

function memberOf({ object, property }: Node): string {
  if (!isNode(object) || !isNode(property)) return '';
  return `${String(object.name)}.${String(property.name ?? property.value)}`;
}

/** `x.process` and `{ process: 1 }` name something of their own, and so do the parts of types. */
function isNameOnly(node: Node, parent: Node | null): boolean {
  if (parent === null || parent.computed === true) return false;
  if (parent.type === 'MemberExpression') return parent.property === node;
  const isType = parent.type.startsWith('TS') && !('expression' in parent);
  return isType || parent.key === node || parent.type === 'ImportSpecifier';
}

/** Parameters and variables of the file, which hide a global of the same name. */
function declaredNames(program: Node): Set<unknown> {
  const names = new Set<unknown>();
  walk(program, (node) => {
    const declared = node.type === 'VariableDeclarator' ? [node.id] : (node.params ?? []);
    for (const it of Array.isArray(declared) ? declared : []) {
      if (isNode(it) && it.type === 'Identifier') names.add(it.name);
    }
  });
  return names;
}

// --- Text ---------------------------------------------------------------------------------------

const lineLimit = 500;
/** Tables are as long as what they list. */
const tables = [/^src\/broker\/protocol\/messages\//, /^src\/broker\/config\.ts$/, /\/i18n\//];

export function fileLength(modules: readonly Source[]): string[] {
  return modules
    .filter(({ path }) => !tables.some((table) => table.test(path)))
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > lineLimit)
    .map(({ path, lines }) => `${path} has ${lines} lines: split it (at most ${lineLimit})`);
}

// Put together, so that this file does not break its own rule.
const forbiddenWords = new RegExp(`\\b(?:${['FIX' + 'ME', 'TO' + 'DO'].join('|')})\\b`);
const narrowedTest = /\b(?:it|test|describe|suite|bench)\.(?:\w+\.)*(?:only|skip)\(/;

export function forbiddenText(sources: readonly Source[]): string[] {
  return everyLine(sources, (line, path) => {
    const word = forbiddenWords.exec(line)?.[0];
    if (word !== undefined) return `${word} is for notes, not for the repository`;
    return path.startsWith('tests/') && narrowedTest.test(line)
      ? 'all tests run, or say why not with skipIf'
      : null;
  });
}

// Kafka's default of `log.dir` is the same on all machines.
const machinePath =
  /(?:^|[\s'"`(=:])(?:\/(?:home|Users|root|work|tmp(?!\/kafka-logs)|mnt)\/[\w.-]|[A-Z]:\\Users\\)/;

export function machinePaths(sources: readonly Source[]): string[] {
  return everyLine(sources, (line) =>
    machinePath.test(line) ? 'a path of one machine means nothing on another' : null,
  );
}

function everyLine(
  sources: readonly Source[],
  reasonOf: (line: string, path: string) => string | null,
): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const reason = reasonOf(line, path);
      return reason === null ? [] : [`${path}:${index + 1}: ${reason}`];
    }),
  );
}

/** The lockfile names versions and hashes, but no host: it works behind any mirror. */
export function lockfileHosts(lockfile: Source): string[] {
  return lockfile.text.includes('"resolved"')
    ? [`${lockfile.path} names hosts: install with the project's .npmrc`]
    : [];
}
