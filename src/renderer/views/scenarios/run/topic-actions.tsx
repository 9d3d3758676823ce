/** What is done to a topic with one click while a run is on. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { showToast } from '../../../ui/toasts.ts';
import { useActions } from './run-actions-context.ts';
import { Untouched } from './service-actions.tsx';

export function TopicActions(props: { readonly name: string; readonly isDeadLetter: boolean }) {
  const t = useT();
  const actions = useActions();
  const { name, isDeadLetter } = props;
  if (!actions) return null;
  const poison = async () => {
    const place = await actions.poison.run(name);
    if (place) showToast({ tone: 'done', text: t('studio.poisoned', { topic: name, ...place }) });
  };
  const redrive = async () => {
    const done = await actions.redrive.run(name);
    if (done) showToast({ tone: 'done', text: t('studio.redriven', { count: done.count }) });
  };
  const label = t(isDeadLetter ? 'studio.redrive' : 'studio.poison', { topic: name });
  return (
    <Untouched>
      <Tooltip label={label}>
        <ActionIcon
          size="sm"
          variant="default"
          aria-label={label}
          onClick={() => void (isDeadLetter ? redrive() : poison())}
        >
          <Icon name={isDeadLetter ? 'undo' : 'bolt'} size={13} />
        </ActionIcon>
      </Tooltip>
    </Untouched>
  );
}
