/**
 * Names, texts and expressions as scenario files write them. What `describe` says of a key is the
 * help of the editor, the JSON Schema and docs/scenario-format.md.
 */
import { z } from 'zod';

/** In which language a text is written, so that it can be checked, coloured and completed. */
export type TextKind = 'expression' | 'sql' | 'typescript';

/** One language for both, or each its own. */
export const text = z
  .union([
    z.string().min(1),
    z.strictObject({
      en: z.string().min(1).describe('English.'),
      ko: z.string().min(1).describe('Korean.'),
    }),
  ])
  .meta({ id: 'text', words: 'text' });
export type Text = z.infer<typeof text>;

/** Of a scenario, a service, an expectation, a domain. */
export const plainName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'a name of lower-case letters, digits and -');
export const topicName = z
  .string()
  .regex(/^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/, 'a topic name of letters, digits, ., _ and -');
export const sqlName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'a name of lower-case letters, digits and _');
/** A variable (`$name` in expressions) or a TypeScript function. */
export const identifier = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9_]*$/, 'a name of letters, digits and _');

/** A JSONata expression; that it can be read is checked when the file is loaded. */
export const expression = z
  .string()
  .min(1)
  .meta({ kind: 'expression' satisfies TextKind });
/** One expression for each name. */
export const expressions = z.record(z.string().min(1), expression);
/** An expression for each variable, or for each parameter of a statement. */
export const variables = z.record(identifier, expression);
export const sql = z
  .string()
  .min(1)
  .meta({ kind: 'sql' satisfies TextKind });
/** TypeScript of a service. */
export const code = z
  .string()
  .min(1)
  .meta({ kind: 'typescript' satisfies TextKind });

export const milliseconds = z.number().min(0).max(86_400_000);
