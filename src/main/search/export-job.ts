/** Everything that a selection holds into a file, partition by partition. */
import { rm, stat } from 'node:fs/promises';
import type { Message } from '../contract/messages.ts';
import type { ExportParams } from '../contract/search.ts';
import { toMessage } from '../decoders/to-message.ts';
import { openExportFile } from './export-file.ts';
import type { JobRun } from './job.ts';
import { createMatcher } from './matcher.ts';
import { Scan } from './scan.ts';
import type { Reading } from './search-job.ts';
import { fetcherOf, lanesOf } from './topic-reader.ts';

const tellMs = 200;

/** What was begun and not ended is removed. */
export async function runExport(
  { link, decoder, decoders }: Reading,
  { file, params }: { readonly file: string; readonly params: ExportParams },
  { signal, tell }: JobRun,
): Promise<void> {
  const { topic, format, limit = Number.POSITIVE_INFINITY } = params;
  const lanes = await lanesOf(link, params, 'oldest');
  const output = await openExportFile(file, format, topic);
  const enough = new AbortController();
  let recordCount = 0;
  const scan = new Scan({
    lanes,
    order: 'oldest',
    laneLimit: Number.POSITIVE_INFINITY,
    laneCountMax: 1,
    matcher: createMatcher({ selection: params, decoder, decoders }),
    visibility: params,
    fromMs: params.fromMs,
    fetch: fetcherOf(link, params),
    // The file takes each record at once: nothing is kept.
    take: (record) => record,
    onHit: async (record) => {
      if (recordCount >= limit) return enough.abort();
      const message = toMessage(record, decoder, decoders, Number.POSITIVE_INFINITY);
      const known: Message = message instanceof Promise ? await message : message;
      recordCount += 1;
      await output.write(known, record);
    },
    signal: AbortSignal.any([signal, enough.signal]),
  });
  const total = lanes.reduce((sum, lane) => sum + lane.total, 0);
  const report = () => {
    const left = lanes.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
    tell({ kind: 'export', progress: { done: total - left, total } });
  };
  const timer = setInterval(report, tellMs);
  try {
    await scan.run();
    await output.close();
  } finally {
    clearInterval(timer);
    if (signal.aborted) await rm(file, { force: true });
  }
  if (signal.aborted) return;
  report();
  const { size } = await stat(file);
  tell({ kind: 'exported', result: { recordCount, sizeBytes: size } });
}
