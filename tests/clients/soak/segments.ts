/** Kafka's own dump-log over every segment and index of data folders. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tryRun } from '../run.ts';
import type { Java } from '../toolchains.ts';

const dumpLog = 'org.apache.kafka.tools.DumpLogSegments';
const filesPerRun = 200;
const runTimeoutMs = 600_000;
const complaints =
  /mismatch|could not|not found|invalid|isvalid: false|Found \d+ invalid|Non-?consecutive|exception|error/i;

/** What dump-log finds wrong; a line per finding. */
export async function faultsInSegments(tools: Java, folders: readonly string[]): Promise<string[]> {
  const files = folders.flatMap(filesIn);
  const logs = files.filter((file) => file.endsWith('.log'));
  const indexes = files.filter((file) => /\.(time)?index$/.test(file));
  console.log(`dump-log: ${logs.length} segments, ${indexes.length} indexes`);
  if (logs.length === 0) return ['there is no segment to look at'];
  return [
    ...(await faultsOf(tools, logs, ['--deep-iteration'])),
    ...(await faultsOf(tools, indexes, ['--verify-index-only'])),
  ];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('-delete'))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function faultsOf(tools: Java, files: readonly string[], options: readonly string[]) {
  const faults: string[] = [];
  for (let at = 0; at < files.length; at += filesPerRun) {
    const some = files.slice(at, at + filesPerRun);
    const args = ['--files', some.join(','), ...options];
    const command = tools.command(dumpLog, args, '-Xmx512m');
    const { stdout, stderr, code } = await tryRun(...command, { timeoutMs: runTimeoutMs });
    let file = '';
    for (const line of stdout.split('\n')) {
      if (line.startsWith('Dumping ')) file = line.slice('Dumping '.length);
      else if (complaints.test(line))
        faults.push(`${file}: ${line.slice(0, 60)} … ${line.slice(-80)}`);
    }
    if (code !== 0) faults.push(`dump-log ended with ${code}: ${stderr.slice(-1000)}`);
    const seen = stdout.match(/^Dumping /gm)?.length ?? 0;
    if (seen !== some.length) faults.push(`dump-log looked at ${seen} of ${some.length} files`);
  }
  return faults;
}
