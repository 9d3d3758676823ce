/** From what the log threw to what a response says. */
import { DiskError } from '../env/env.ts';
import { errors, KafkaError } from '../protocol/errors.ts';

export type Failure = {
  readonly errorCode: number;
  readonly message: string;
  /** Records that made the log refuse a batch (KIP-467). */
  readonly recordErrors: readonly {
    readonly batchIndex: number;
    readonly batchIndexErrorMessage: string | null;
  }[];
};

/** A fault of the disk fails the data folder elsewhere; here it is one answer. Bugs go on up. */
export function failureOf(error: unknown): Failure {
  if (error instanceof KafkaError) {
    const { code, message } = error;
    const recordErrors =
      'recordErrors' in error ? (error.recordErrors as Failure['recordErrors']) : [];
    return { errorCode: code, message, recordErrors };
  }
  if (error instanceof DiskError) {
    return { errorCode: errors.kafkaStorageError, message: error.message, recordErrors: [] };
  }
  throw error;
}
