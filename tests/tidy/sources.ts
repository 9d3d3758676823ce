/** The repository as text: what the tidiness rules look at. Everything here works on values in memory. */
import { posix } from 'node:path';
import { parseSync } from 'vite';

export type Source = { readonly path: string; readonly text: string };

/** One import of one file, however it is written. */
export type Import = {
  /** As written: './a.ts', 'node:fs', 'react'. */
  readonly name: string;
  /** The path from the root of the repository, when `name` is relative; without a query. */
  readonly target: string | null;
  /** Erased by the compiler: no code runs because of it. */
  readonly isType: boolean;
  /** Evaluated before the importing file, as `import` and `export … from` are. */
  readonly isStatic: boolean;
  readonly names: readonly string[];
};

export type Node = { readonly type: string; readonly [key: string]: unknown };

export type Module = Source & { readonly imports: readonly Import[]; readonly program: Node };

export function readModules(sources: readonly Source[]): Module[] {
  return sources.filter(({ path }) => /\.(tsx?|mjs)$/.test(path)).map(readModule);
}

export function readModule(source: Source): Module {
  const parsed = parseSync(source.path, source.text);
  if (parsed.errors.length > 0) {
    throw new Error(`${source.path}: ${parsed.errors[0]?.message}`);
  }
  const program = parsed.program as unknown as Node;
  const imports: Import[] = [];
  const add = (name: string, isType: boolean, isStatic: boolean, names: string[] = []) =>
    imports.push({ name, target: resolve(source.path, name), isType, isStatic, names });

  for (const { moduleRequest, entries } of parsed.module.staticImports) {
    const isType = entries.length > 0 && entries.every((entry) => entry.isType);
    add(
      moduleRequest.value,
      isType,
      true,
      entries.map((entry) => entry.importName.name ?? '*'),
    );
  }
  for (const { entries } of parsed.module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) add(moduleRequest.value, isType, true);
    }
  }
  walk(program, (node) => {
    const name = dynamicTarget(node);
    if (name !== null) add(name, node.type === 'TSImportType', false);
  });
  return { ...source, imports, program };
}

/** Calls `visit` with every node below `node` and the chain of its parents, nearest last. */
export function walk(
  node: Node,
  visit: (node: Node, parent: Node | null) => void,
  parent: Node | null = null,
): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, node);
    }
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** `import('x')`, `new URL('x', import.meta.url)` and the type `import('x')`. */
function dynamicTarget(node: Node): string | null {
  if (node.type === 'ImportExpression') return literal(node.source);
  if (node.type === 'TSImportType') return literal(node.source);
  if (node.type !== 'NewExpression') return null;
  const [first, second] = node.arguments as Node[];
  const isUrl = isNode(node.callee) && node.callee.name === 'URL';
  const name = isUrl && second?.type === 'MemberExpression' ? literal(first) : null;
  return name?.startsWith('.') ? name : null;
}

function literal(node: unknown): string | null {
  if (!isNode(node) || node.type !== 'Literal') return null;
  return typeof node.value === 'string' ? node.value : null;
}

function resolve(from: string, name: string): string | null {
  if (!name.startsWith('.')) return null;
  return posix.join(posix.dirname(from), name.replace(/\?.*$/, ''));
}
