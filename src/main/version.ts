/** The version of the package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDir } from './paths.ts';

/** `version` of package.json. */
export function readVersion(): string {
  const file = join(packageDir, 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
