/** Away with what was changed and not saved. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import { href, useNavigate } from '../../ui/route.ts';
import { forgetStudio, newName, useStudio } from './studio-store.ts';

export function Discard({ name }: { readonly name: string | null }) {
  const t = useT();
  const studio = useStudio();
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  const discard = () => {
    setIsAsking(false);
    if (name !== null) return studio.revert();
    forgetStudio(newName);
    navigate(href('scenarios'));
  };
  return (
    <>
      <Tooltip label={t('studio.discard')}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t('studio.discard')}
          onClick={() => setIsAsking(true)}
        >
          <Icon name="reset" size={15} />
        </ActionIcon>
      </Tooltip>
      {isAsking && (
        <Confirm
          title={t('studio.discardTitle')}
          action={t('studio.discard')}
          isDanger
          onConfirm={discard}
          onClose={() => setIsAsking(false)}
        >
          <p>{t('studio.discardText')}</p>
        </Confirm>
      )}
    </>
  );
}
