/** State that has to be asked for again and again, while somebody watches. */
import { toContractErrorLike } from '../explorer/kafka-errors.ts';
import { isRetriable } from '../explorer/kafka-errors.ts';
import { asAsked, asPolling } from '../explorer/request-pace.ts';
import type { StateSink } from './live-hub.ts';

/** How long the first value may take before the one who asked gets the error. */
const firstValueMs = 10_000;
/** A cluster that does not answer is asked less and less often, down to this. */
const backOffMaxMs = 4_000;

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
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  const poll = async (ask: typeof asPolling) => {
    try {
      const value = await ask(read);
      if (isStopped) return;
      hasValue = true;
      failures = 0;
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
      failures += 1;
    }
    const waitMs = failures === 0 ? 0 : Math.min(250 * 2 ** Math.min(failures, 8), backOffMaxMs);
    timer = setTimeout(() => void poll(asPolling), Math.max(intervalMs, waitMs));
  };
  void poll(asAsked);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
