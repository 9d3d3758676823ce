/** Names that fit where the cursor stands: keys of the format, topics, services, tables. */
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { scenarioDefinition } from '../../../../scenario/definition/scenario.ts';
import { pathAtOffset, readSource } from '../../../../scenario/edit/yaml-source.ts';
import { list, mapping, nameOf } from '../../../../scenario/edit/references.ts';
import { keysAt } from '../../../../scenario/schema-walk.ts';

const topicKeys = new Set(['topic', 'deadLetter', 'with', 'late', 'on']);
const serviceKeys = new Set(['service', 'down', 'up', 'rebuild']);

export function completeScenario(context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const [, key = '', typed = ''] = /([\w-]+): *([\w.-]*)$/.exec(before) ?? [];
  if (key !== '') {
    const names = namesFor(key, lastReadable(text));
    if (names.length === 0) return null;
    return { from: context.pos - typed.length, options: names.map((label) => ({ label })) };
  }
  const own = /^[ -]*([\w-]*)$/.exec(before);
  if (!own || (!context.explicit && (own[1] ?? '') === '')) return null;
  const path = pathAtOffset(readSource(lineWithout(text, line.from, line.to)), line.from);
  const options = keysAt(scenarioDefinition, path).map((label) => ({ label, apply: `${label}: ` }));
  return options.length === 0 ? null : { from: context.pos - (own[1] ?? '').length, options };
}

function namesFor(key: string, value: unknown): readonly string[] {
  const definition = mapping(value);
  if (topicKeys.has(key)) return list(definition['topics']).map(nameOf);
  if (serviceKeys.has(key)) return list(definition['services']).map(nameOf);
  if (key !== 'table') return [];
  return list(definition['services']).flatMap((service) =>
    list(mapping(service)['tables']).map(nameOf),
  );
}

let last: unknown = null;

/** While something is typed the text is often no YAML for a moment. */
function lastReadable(text: string): unknown {
  const { isReadable, value } = readSource(text);
  if (isReadable) last = value;
  return last;
}

function lineWithout(text: string, from: number, to: number): string {
  return text.slice(0, from) + ' '.repeat(to - from) + text.slice(to);
}
