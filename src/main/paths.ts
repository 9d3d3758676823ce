/** Places in the installed package; right for the source tree as for the build. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether this runs from src/ (else from out/main). */
export const isSource = import.meta.url.endsWith('.ts');

/** The folder of package.json: src/main and out/main lie equally deep. */
export const packageDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The entry of a thread: beside its caller in the source tree, beside everything in the build. */
export function threadEntry(name: string, callerUrl: string): string {
  return fileURLToPath(new URL(`./${name}.${isSource ? 'ts' : 'js'}`, callerUrl));
}
