/** What the parts of the driver of @platformatic/kafka share. */
import type { Failure } from '../driver.ts';

export const base = {
  clientId: 'platformatic',
  bootstrapBrokers: process.argv[2].split(','),
  retries: 4,
  retryDelay: 200,
};

/** The error of the protocol inside that says most, or the outermost. */
export function describe(error: Error): Failure {
  const found = protocolErrors(error);
  // Errors of single records come first, as unknown ones.
  const inner = found.find(({ apiCode }) => apiCode > 0) ?? found[0];
  if (inner === undefined) {
    return { name: error.constructor.name, code: -1, message: error.message };
  }
  return { name: inner.apiId, code: inner.apiCode, message: inner.message };
}

type ProtocolFailure = Error & { apiId: string; apiCode: number };

function protocolErrors(error: unknown): ProtocolFailure[] {
  const { errors = [], cause, apiCode } = error as AggregateError & ProtocolFailure;
  if (typeof apiCode === 'number') return [error as ProtocolFailure];
  return (cause === undefined ? errors : [...errors, cause]).flatMap(protocolErrors);
}
