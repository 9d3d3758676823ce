/** Errors of controller calls as codes; anything else is a bug and goes on. */
import { KafkaError } from '../protocol/errors.ts';

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
