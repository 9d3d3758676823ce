/** State that has to be asked for again and again, while somebody watches. */
import { toContractErrorLike } from '../explorer/kafka-errors.ts';
import { isRetriable } from '../explorer/kafka-errors.ts';
import type { StateSink } from './live-hub.ts';

/** How long the first value may take before the one who asked gets the error. */
const firstValueMs = 10_000;

/**
 * Reads at once and then every `intervalMs`. While the cluster does not answer the last value
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
  let timer: NodeJS.Timeout | undefined;
  const poll = async () => {
    try {
      const value = await read();
      if (isStopped) return;
      hasValue = true;
      sink.value(value);
    } catch (thrown) {
      if (isStopped) return;
      const error = toContractErrorLike(thrown);
      const isTooLate = !hasValue && Date.now() - startedAtMs > firstValueMs;
      // A missing topic passes when metadata lags behind; of a topic that was seen it is final.
      if (!isRetriable(error) || isTooLate) {
        isStopped = true;
        sink.failed(error);
        return;
      }
    }
    timer = setTimeout(() => void poll(), intervalMs);
  };
  void poll();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
