/** What the user chose, what the app is, and the ways back. */
import { useEffect, useState } from 'react';
import type { SettingsPatch } from '../../../main/contract/index.ts';
import { settingsDefault } from '../../../main/contract/index.ts';
import { api } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { useAction, useQuery } from '../../client/use-query.ts';

export function useSettings() {
  const settings = useLive('settings', {}).value ?? settingsDefault;
  const save = useAction((patch: SettingsPatch) => api['settings.set'](patch));
  return { settings, save };
}

export function useAppInfo() {
  return useQuery('app', () => api['app.info']());
}

export function useResetSettings() {
  return useAction(async () => {
    await api['settings.reset']();
    return true;
  });
}

export function useResetAll() {
  return useAction(async () => {
    await api['clusters.resetAll']();
    return true;
  });
}

export type Licence = {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
};

/** A file of its own, read when somebody looks. */
export function useLicences(): readonly Licence[] | null {
  const [licences, setLicences] = useState<readonly Licence[] | null>(null);
  useEffect(() => {
    let isGone = false;
    void import('virtual:licences').then((module) => {
      if (!isGone) setLicences(module.licences);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return licences;
}
