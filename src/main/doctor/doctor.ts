/** The doctor as the contract offers it: reads at once, examines as a stream. */
import type { DoctorApi, DoctorRunParams } from '../contract/doctor.ts';
import type { DoctorRun } from '../contract/doctor.ts';
import { ContractError } from '../contract/errors.ts';
import type { StateSink } from '../live/live-hub.ts';
import type { Handlers } from '../transport/rpc.ts';
import { examine } from './examine.ts';
import { readText } from './read.ts';

/** `bootstrap` is the cluster's own address, for examples. */
export function doctorHandlers(bootstrap: string): Handlers<keyof DoctorApi> {
  return {
    'doctor.read': ({ text, place }) => {
      // The secrets stay on this side.
      const { login: _login, ...reading } = readText(text, place, firstOf(bootstrap));
      return reading;
    },
  };
}

/** Runs once for all who watch the same text; ends when nobody does. */
export function watchDoctor(
  bootstrap: string,
  { text, place, sendsCredentials }: DoctorRunParams,
  sink: StateSink<DoctorRun>,
): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const read = readText(text, place, firstOf(bootstrap));
  const failed = (error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) sink.failed(new ContractError('internal', { detail }, detail));
  };
  examine({ read, place, sendsCredentials, onChange: sink.value, signal }).catch(failed);
  return () => controller.abort();
}

function firstOf(bootstrap: string): string {
  return bootstrap.split(',')[0] ?? bootstrap;
}
