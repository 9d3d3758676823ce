/** What is done to a service with one click while it runs. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { ServiceRun } from '../../../../main/contract/index.ts';
import { isTakenDownNext } from '../model.ts';
import { useActions } from './run-actions-context.ts';
import styles from './actions.module.css';

export const slowFactors = [2, 10] as const;
export const failCounts = [2, 5, 10] as const;

export function ServiceActions(props: {
  readonly name: string;
  readonly title: string;
  readonly run: ServiceRun;
}) {
  const t = useT();
  const actions = useActions();
  const { name, title, run } = props;
  if (!actions) return null;
  const isDownNext = isTakenDownNext(run.phase);
  return (
    <Untouched>
      <Button
        size="compact-xs"
        variant={isDownNext ? 'default' : 'filled'}
        disabled={run.phase === 'stopping'}
        aria-label={t(isDownNext ? 'scenarios.takeDownNamed' : 'scenarios.bringUpNamed', { title })}
        onClick={() => void actions.setService.run(name, !isDownNext)}
      >
        {t(isDownNext ? 'scenarios.takeDown' : 'scenarios.bringUp')}
      </Button>
      <TroubleMenu name={name} title={title} run={run} />
      <span className={styles.scale}>
        <ActionIcon
          size="sm"
          variant="default"
          aria-label={t('studio.fewer', { title })}
          disabled={run.instanceCount <= 1}
          onClick={() => void actions.scale.run(name, run.instanceCount - 1)}
        >
          <Icon name="minus" size={12} />
        </ActionIcon>
        <ActionIcon
          size="sm"
          variant="default"
          aria-label={t('studio.more', { title })}
          disabled={run.instanceCount >= 64}
          onClick={() => void actions.scale.run(name, run.instanceCount + 1)}
        >
          <Icon name="plus" size={12} />
        </ActionIcon>
      </span>
    </Untouched>
  );
}

function TroubleMenu(props: {
  readonly name: string;
  readonly title: string;
  readonly run: ServiceRun;
}) {
  const t = useT();
  const actions = useActions();
  const { name, title, run } = props;
  const { slowFactor, failEvery } = run.trouble;
  const set = (trouble: ServiceRun['trouble']) => void actions?.trouble.run(name, trouble);
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant={slowFactor !== 1 || failEvery > 0 ? 'filled' : 'default'}
          aria-label={t('studio.troubleOf', { title })}
        >
          {t('studio.trouble')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {slowFactors.map((factor) => (
          <Menu.Item
            key={factor}
            leftSection={<Icon name="clock" />}
            onClick={() => set({ slowFactor: factor, failEvery })}
          >
            {t('studio.slow', { factor })}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {failCounts.map((count) => (
          <Menu.Item
            key={count}
            leftSection={<Icon name="error" />}
            onClick={() => set({ slowFactor, failEvery: count })}
          >
            {t('studio.failEvery', { number: count })}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Icon name="check" />}
          disabled={slowFactor === 1 && failEvery === 0}
          onClick={() => set({ slowFactor: 1, failEvery: 0 })}
        >
          {t('studio.normal')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What is pressed in a node is not meant for the node. */
export function Untouched({ children }: { readonly children: ReactNode }) {
  return (
    // Only keeps clicks from the node around it.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      className={`nodrag nopan ${styles.row}`}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {children}
    </div>
  );
}
