/** State that has to be asked for again and again, while somebody watches. */
import { isRetriable, toContractErrorLike } from '../explorer/kafka-errors.ts';
import { Poller } from '../explorer/poller.ts';
import type { StateSink } from './live-hub.ts';

/** How long the first value may take before the one who asked gets the error. */
const firstValueMs = 10_000;
/** A cluster that does not answer is asked less and less often, down to this. */
const backOff = { firstMs: 250, maxMs: 4_000 };

/**
 * Reads at once, as somebody has just asked for it, and then every `intervalMs`. While the cluster does not answer the last value
 * stands; an error that will not pass ends it.
 */
export function polled<Value>(
  intervalMs: number,
  read: () => Promise<Value>,
  sink: StateSink<Value>,
): () => void {
  const startedAtMs = Date.now();
  let isStopped = false;
  let hasValue = false;
  const stop = () => {
    isStopped = true;
    poller.close();
  };
  const poller = new Poller({
    intervalMs: () => intervalMs,
    isFirstAsked: true,
    backOff,
    look: async () => {
      const value = await read();
      if (isStopped) return;
      hasValue = true;
      sink.value(value);
    },
    failed: (thrown) => {
      const error = toContractErrorLike(thrown);
      const isTooLate = !hasValue && Date.now() - startedAtMs > firstValueMs;
      // A missing topic passes when metadata lags behind; of a topic that was seen it is final.
      if (isRetriable(error) && !isTooLate) return;
      stop();
      sink.failed(error);
    },
  });
  poller.wake();
  return stop;
}
