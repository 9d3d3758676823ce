/**
 * How fast a search goes through a topic: `node tests/bench/search.ts BOOTSTRAP TOPIC [TEXT]`, on a
 * topic of a few million messages. Prints one line of JSON per kind of query.
 */
import { loadavg } from 'node:os';
import { decodersDefault } from '../../src/main/contract/decoders.ts';
import type { Query, SearchProgress } from '../../src/main/contract/search.ts';
import type { JobContext } from '../../src/main/search/job.ts';
import { ThreadPool } from '../../src/main/search/thread-pool.ts';

const [bootstrap = '127.0.0.1:9092', topic = 'perf', text = 'needle'] = process.argv.slice(2);
const context: JobContext = {
  bootstrap,
  security: {},
  sources: { registry: null, files: [] },
  decoders: decodersDefault,
};
const pool = new ThreadPool();
const queries: readonly Query[] = [
  { mode: 'text', text },
  { mode: 'text', text, isCaseSensitive: true },
  { mode: 'regex', text: `${text}[!?]` },
  { mode: 'expression', text: 'value.amount = 499.5 and value.id < 1000' },
];

function search(query: Query, order: 'oldest' | 'newest') {
  const { promise, resolve, reject } = Promise.withResolvers<SearchProgress & { hits: number }>();
  let hits = 0;
  // JSONata goes record by record: one partition tells enough.
  const partitions = query.mode === 'expression' ? [0] : undefined;
  const params = { topic, query, order, partitions, limit: 1_000 };
  const job = { kind: 'search', params } as const;
  pool.run(job, context, {
    onItem: (event) => {
      if (event.kind !== 'search') return;
      hits += event.item.hits.length;
      const { progress } = event.item;
      if (progress.phase !== 'running') resolve({ ...progress, hits });
    },
    onEnd: (error) => error && reject(error),
  });
  return promise;
}

for (const order of ['oldest', 'newest'] as const) {
  for (const query of queries) {
    const { scannedCount, scannedBytes, elapsedMs, hits, phase } = await search(query, order);
    const recordsPerS = Math.round((scannedCount / elapsedMs) * 1000);
    const megabytesPerS = Math.round(scannedBytes / elapsedMs / 1000);
    const { mode, isCaseSensitive = false } = query;
    console.log(
      JSON.stringify({
        mode,
        isCaseSensitive,
        order,
        phase,
        hits,
        scannedCount,
        elapsedMs,
        recordsPerS,
        megabytesPerS,
        load: loadavg()[0],
      }),
    );
  }
}
await pool.close();
