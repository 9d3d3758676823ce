/** The code that connects an app, in the languages that most apps are written in. */
import { javaSnippet, kotlinSnippet, springSnippet } from './jvm.ts';
import { dotnetSnippet, goSnippet, kcatSnippet, pythonSnippet, rustSnippet } from './native.ts';
import { kafkaJsSnippet, platformaticSnippet } from './node.ts';
import type { Snippet, SnippetTarget } from './snippet.ts';

export type { Code, Snippet } from './snippet.ts';

const snippets: readonly ((target: SnippetTarget) => Snippet)[] = [
  javaSnippet,
  springSnippet,
  kotlinSnippet,
  kafkaJsSnippet,
  platformaticSnippet,
  pythonSnippet,
  goSnippet,
  dotnetSnippet,
  rustSnippet,
  kcatSnippet,
];

/** Ready to paste: with the address of this very cluster. */
export function snippetsFor(bootstrap: string, topic: string): readonly Snippet[] {
  return snippets.map((snippet) => snippet({ bootstrap, topic }));
}
