import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CoreCluster } from './core-cluster.ts';

const commands: Record<string, (cluster: CoreCluster, ...args: string[]) => void> = {
  start: (cluster, ...ids) => ids.forEach((id) => cluster.start(Number(id))),
  run: (cluster, ms) => cluster.run(cluster.nowMs + Number(ms)),
  append: (cluster, id, value) => void cluster.append(Number(id), value),
  crash: (cluster, id) => cluster.crash(Number(id)),
  vanish: (cluster, id) => cluster.crash(Number(id), false),
  cut: (cluster, a, b) => cluster.partition(Number(a), Number(b)),
  heal: (cluster) => cluster.heal(),
  resign: (cluster, id) => void cluster.input(cluster.node(Number(id)), { type: 'resign' }),
};

/** Plays the commands (`> command`) of a transcript and returns it with what happened below each. */
function play(text: string): string {
  const cluster = new CoreCluster(3, 1);
  const lines: string[] = [];
  cluster.trace = (line) => lines.push(`  ${Math.round(cluster.nowMs)} ms: ${line}`);
  for (const line of text.split('\n')) {
    if (line.startsWith('#') || line === '') lines.push(line);
    if (!line.startsWith('> ')) continue;
    lines.push(line);
    const [name, ...args] = line.slice(2).split(' ');
    commands[name](cluster, ...args);
    const roles = cluster.nodes.map(({ id, isUp, state }) => {
      const { epoch } = state.election;
      return `${id} ${isUp ? state.role.kind : 'down'} in ${epoch}, committed ${state.highWatermark}`;
    });
    lines.push(`  = ${roles.join('; ')}`);
  }
  return lines.join('\n');
}

describe('transcripts of a quorum of three', () => {
  it.each(['cold-start', 'leader-crash', 'silent-leader', 'orderly-stop', 'divergence'])(
    '%s',
    async (name) => {
      const path = join(import.meta.dirname, 'transcripts', `${name}.txt`);
      // `vitest -u` writes what happens now; the difference is for the reviewer.
      await expect(play(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path);
    },
  );
});
