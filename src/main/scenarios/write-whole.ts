/** Files that are whole at every moment, whoever reads them and whatever dies. */
import { renameSync, writeFileSync } from 'node:fs';

/** Written beside it first, then put in its place. */
export function writeWhole(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, text);
  renameSync(beside, file);
}
