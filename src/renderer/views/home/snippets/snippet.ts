/** Code to paste: a whole program that works as it stands, with this cluster's address in it. */

export type SnippetTarget = {
  readonly bootstrap: string;
  readonly topic: string;
};

export type Language = 'java' | 'kotlin' | 'js' | 'python' | 'go' | 'csharp' | 'rust' | 'sh';

export type Code = {
  /** Where it goes. */
  readonly file: string;
  readonly language: Language;
  readonly text: string;
};

export type Snippet = {
  readonly name: string;
  readonly title: string;
  /** What brings the library in; its place in words that need no translation. */
  readonly install: string;
  readonly send: Code;
  readonly receive: Code;
};

/** The group of all snippets that receive. */
export const groupId = 'my-app';

/** `'a:1', 'b:2'` for lists of addresses. */
export function quotedList(bootstrap: string): string {
  return bootstrap
    .split(',')
    .map((address) => `'${address}'`)
    .join(', ');
}
