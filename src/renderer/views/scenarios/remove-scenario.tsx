/** Takes a scenario that somebody added off the list. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Icon } from '../../ui/icon.tsx';
import { href, useNavigate } from '../../ui/route.ts';
import { useRemoveScenario } from './use-scenarios.ts';

export function RemoveScenario({ name }: { readonly name: string }) {
  const t = useT();
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  const { run, isRunning, error } = useRemoveScenario();
  return (
    <>
      <Button
        variant="default"
        leftSection={<Icon name="trash" size={14} />}
        onClick={() => setIsAsking(true)}
      >
        {t('scenarios.remove')}
      </Button>
      {isAsking && (
        <Confirm
          title={t('scenarios.removeTitle', { name })}
          action={t('scenarios.removeScenario')}
          isDanger
          isRunning={isRunning}
          error={error}
          onConfirm={async () => {
            if (await run(name)) navigate(href('scenarios'), true);
          }}
          onClose={() => setIsAsking(false)}
        >
          <p>{t('scenarios.removeText')}</p>
        </Confirm>
      )}
    </>
  );
}
