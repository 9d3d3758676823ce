/** Errors of controller calls as codes; anything else is a bug and goes on. */
import { errors, KafkaError } from '../protocol/errors.ts';

/** The call's response, or what `refused` makes of its KafkaError. */
export async function orRefused<R>(
  call: Promise<R>,
  refused: (code: number, message: string) => R,
): Promise<R> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof KafkaError) return refused(error.code, error.message);
    throw error;
  }
}

/** The same for a request that has a time limit. One without any time is given up before it begins. */
export async function orRefusedInTime<R>(
  timeoutMs: number,
  call: () => Promise<R>,
  refused: (code: number, message: string | null) => R,
): Promise<R> {
  return timeoutMs > 0 ? orRefused(call(), refused) : refused(errors.requestTimedOut, null);
}
