/** TypeScript of scenarios as JavaScript. */
import { stripTypeScriptTypes } from 'node:module';

/** The code without its types; lines and columns stay. Throws a SyntaxError. */
export function stripTypes(code: string): string {
  // Node warns once that this function may change; who runs a scenario need not know.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(code);
  } finally {
    process.emitWarning = emitWarning;
  }
}
