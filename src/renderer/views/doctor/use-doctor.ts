/** The doctor: reads while one types, examines when asked. */
import { create } from 'zustand';
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { useQuery } from '../../client/use-query.ts';
import type { DoctorParams, DoctorRunParams } from '../../../main/contract/index.ts';

type Draft = {
  readonly text: string;
  readonly isEditing: boolean;
  /** What the last checks were run with. */
  readonly examined: DoctorRunParams | null;
};

/** In memory alone: the text may hold secrets. It is there again when the view is. */
export const useDraft = create<Draft>(() => ({ text: '', isEditing: true, examined: null }));

export function changeDraft(fields: Partial<Draft>): void {
  useDraft.setState(fields);
}

export function useReading(params: DoctorParams) {
  const key = params.text.trim() === '' ? null : JSON.stringify(params);
  return useQuery(key, () => api['doctor.read'](params), { keepsPrevious: key !== null });
}

export function useExamination(params: DoctorRunParams) {
  return useLive('doctor', params);
}
