/** The contract's methods about what was measured. */
import type { Settings } from '../contract/app-info.ts';
import type { MeasuresApi } from '../contract/measures.ts';
import type { ThroughputApi } from '../contract/throughput.ts';
import type { HistoryLimits } from '../store/history.ts';
import type { Handlers } from '../transport/rpc.ts';
import type { ThroughputRecorder } from './recorder.ts';

export function measuresHandlers(
  recorder: ThroughputRecorder,
): Handlers<keyof (ThroughputApi & MeasuresApi)> {
  return {
    'throughput.history': (params) => recorder.history(params),
    'measures.history': ({ query, ...span }) => recorder.measures(query, span),
    'measures.events': (span) => recorder.events(span),
    'measures.extent': () => recorder.extent(),
  };
}

export function historyLimits({ historyDays, historyMaxBytes }: Settings): HistoryLimits {
  return { days: historyDays, bytesMax: historyMaxBytes };
}
