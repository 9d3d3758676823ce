/** What can be done to the run that is on, for whatever shows a button for it. */
import { createContext, useContext } from 'react';
import type { RunActions } from '../use-scenarios.ts';

export const RunActionsContext = createContext<RunActions | null>(null);

export function useActions(): RunActions | null {
  return useContext(RunActionsContext);
}
