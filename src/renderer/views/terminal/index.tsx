/** Real shells beside the cluster: Kafka's own verbs, kcat and rivulet already know its address. */
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { TerminalState } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands.ts';
import { Icon } from '../../ui/icon.tsx';
import { Page } from '../../ui/page.tsx';
import { href, navigate, useRoute } from '../../ui/route.ts';
import { EmptyState, ErrorNote, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Examples } from './examples.tsx';
import { keepOnly } from './screen.ts';
import styles from './terminal.module.css';
import { TerminalScreen } from './terminal-screen.tsx';
import { TerminalTabs } from './terminal-tabs.tsx';
import { useCloseTerminal, useOpenTerminal, useTerminals } from './use-terminals.ts';

export function TerminalView() {
  const t = useT();
  const { item } = useRoute();
  const { status, error, terminals, programs } = useTerminals();
  const opening = useOpenTerminal();
  const closing = useCloseTerminal();
  const shown = terminals.find(({ number }) => String(number) === item) ?? terminals.at(-1);
  const open = async () => {
    if ((await opening.run()) !== undefined) navigate(href('terminal'), true);
  };
  const ids = terminals.map(({ terminalId }) => terminalId).join(' ');
  useEffect(() => {
    if (status === 'ready') keepOnly(ids.split(' '));
  }, [status, ids]);
  useCommands([
    {
      id: 'terminal-new',
      label: t('terminal.open'),
      group: t('frame.terminal'),
      icon: 'terminal',
      perform: open,
    },
  ]);
  const newButton = (
    <Button
      leftSection={<Icon name="plus" size={14} />}
      onClick={() => void open()}
      loading={opening.isRunning}
    >
      {t('terminal.open')}
    </Button>
  );
  return (
    <Page title={t('frame.terminal')} note={t('terminal.note')} actions={newButton} isFilled>
      {opening.error !== null && <ErrorNote error={opening.error} />}
      {status === 'failed' && <ErrorState error={error} />}
      {status === 'loading' && <SkeletonRows />}
      {status === 'ready' && shown === undefined && (
        <EmptyState icon="terminal" title={t('terminal.emptyTitle')} action={newButton}>
          {t('terminal.emptyText', { programs: programs.join(', ') })}
        </EmptyState>
      )}
      {shown && (
        <div className={styles.terminal}>
          <TerminalTabs
            terminals={terminals}
            shown={shown}
            onShow={({ number }) => navigate(href('terminal', String(number)))}
            onClose={({ terminalId }) => void closing.run(terminalId)}
          />
          <TerminalScreen key={shown.terminalId} state={shown} />
          <Foot state={shown} programs={programs} />
        </div>
      )}
    </Page>
  );
}

function Foot(props: { readonly state: TerminalState; readonly programs: readonly string[] }) {
  const t = useT();
  const { exit, terminalId } = props.state;
  if (exit) {
    return (
      <p className={styles.foot} role="status">
        <Icon name="warning" size={14} />
        {t('terminal.ended', { code: exit.code })}
      </p>
    );
  }
  return <Examples terminalId={terminalId} programs={props.programs} />;
}
