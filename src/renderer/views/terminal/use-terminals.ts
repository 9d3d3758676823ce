/** The terminals of this cluster: which there are, opening and closing them, their screens' ends. */
import { connection } from '../../client/connection.ts';
import { useLive } from '../../client/live.ts';
import { openFeed } from '../../client/subscription.ts';
import { type Action, useAction } from '../../client/use-query.ts';
import type { TerminalState } from '../../../main/contract/index.ts';
import type { ScreenSource } from './screen.ts';

/** What a shell has before its screen is measured. */
const sizeFirst = { columns: 80, rows: 24 };

export type Terminals = {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  /** In the order in which they were opened. */
  readonly terminals: readonly TerminalState[];
  readonly programs: readonly string[];
};

export function useTerminals(): Terminals {
  const { status, value, error } = useLive('terminals', {});
  const terminals = Object.values(value?.terminals ?? {}).sort((a, b) => a.number - b.number);
  return { status, error, terminals, programs: value?.programs ?? [] };
}

/** Opens a terminal; answers its id. */
export function useOpenTerminal(): Action<[], string> {
  return useAction(async () => (await connection.call('terminals.open', sizeFirst)).terminalId);
}

export function useCloseTerminal(): Action<[terminalId: string], null> {
  return useAction((terminalId: string) => connection.call('terminals.close', { terminalId }));
}

/** The shell behind a screen. Keys that come while the line is cut are lost, as on a real one. */
export function shellOf(terminalId: string): ScreenSource {
  const send = (call: Promise<unknown>) => {
    // The screen itself shows that the shell is gone.
    call.catch(() => {});
  };
  return {
    watch: (listener) =>
      openFeed(
        connection,
        'terminal',
        { terminalId },
        {
          onItems: (items, isStart) => listener(items.map(({ text }) => text).join(''), isStart),
          onFailed: () => {},
        },
      ),
    write: (text) => send(connection.call('terminals.write', { terminalId, text })),
    resize: (columns, rows) =>
      send(connection.call('terminals.resize', { terminalId, columns, rows })),
    acknowledge: (characterCount) =>
      send(connection.call('terminals.acknowledge', { terminalId, characterCount })),
  };
}
