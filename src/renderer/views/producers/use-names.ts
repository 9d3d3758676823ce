/** What producers are called that have no name of their own. */
import { useMemo } from 'react';
import { useT } from '../../i18n/index.ts';
import type { Names } from './model.ts';

export function useNames(): Names {
  const t = useT();
  return useMemo(
    () => ({
      noClientId: t('producers.noClientId'),
      byId: (id) => t('producers.byId', { id }),
    }),
    [t],
  );
}
