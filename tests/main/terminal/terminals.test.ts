import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { TerminalsState } from '../../../src/main/contract/terminals.ts';
import {
  findShell,
  isOnPath,
  prepareEnvironment,
} from '../../../src/main/terminal/terminal-environment.ts';
import { Terminals } from '../../../src/main/terminal/terminals.ts';
import { temporaryDir } from '../temporary-dir.ts';
import { until } from '../until.ts';

const opened: Terminals[] = [];

function terminals(): Terminals {
  const made = new Terminals({
    command: '/opt/it’s/rivulet',
    dataDir: temporaryDir(),
    bootstrap: '127.0.0.1:9092',
    verbs: ['kafka-topics'],
  });
  opened.push(made);
  return made;
}

afterEach(() => {
  for (const made of opened.splice(0)) made.close();
});

/** Opens a shell and gathers all that it says. */
async function shell(of: Terminals) {
  const { terminalId } = await of.handlers()['terminals.open']({ columns: 90, rows: 20 });
  const said: string[] = [];
  const { items, stop } = of.output(
    { terminalId },
    { items: (more) => said.push(...more.map(({ text }) => text)), failed: () => {} },
  );
  said.unshift(...items.map(({ text }) => text));
  const type = (text: string) => of.handlers()['terminals.write']({ terminalId, text });
  return { terminalId, type, stop, text: () => said.join('') };
}

describe('terminals', () => {
  it('are shells that know the cluster', async () => {
    const one = await shell(terminals());
    // Written so that the echo of the line is not taken for its result.
    one.type('echo "[$RIVULET_BOOTSTRAP]" "[$(command -v kafka-topics)]" "<$COLUMNS>"\r');
    const answer = /\[127\.0\.0\.1:9092\] \[\/.*\/terminal\/bin\/kafka-topics\]/;
    await until(() => answer.test(one.text()));
    expect(one.text()).toMatch(answer);
  });

  it('show what they said to who comes later', async () => {
    const of = terminals();
    const one = await shell(of);
    one.type('echo $((6*7))-later\r');
    await until(() => one.text().includes('42-later'));
    one.stop();
    const again = of.output({ terminalId: one.terminalId }, { items: () => {}, failed: () => {} });
    expect(again.items[0]?.text).toContain('42-later');
    again.stop();
  });

  it('let a shell wait that says more than can be shown', async () => {
    const of = terminals();
    const one = await shell(of);
    one.type('yes rivulet | head -c 4000000; echo all-$((1+1))\r');
    await until(() => one.text().length > 512 * 1024);
    const before = one.text().length;
    // Nothing is acknowledged: far less than all of it comes.
    expect(before).toBeLessThan(2_000_000);
    const acknowledge = of.handlers()['terminals.acknowledge'];
    await until(() => {
      void acknowledge({ terminalId: one.terminalId, characterCount: 10_000_000 });
      return one.text().includes('all-2');
    });
  });

  it('tell that a shell has ended, and forget it when it is closed', async () => {
    const of = terminals();
    let state: TerminalsState | undefined;
    of.states({}, { value: (value) => (state = value), failed: () => {} });
    const one = await shell(of);
    expect(state?.terminals[one.terminalId]).toMatchObject({ number: 1, exit: null });
    one.type('exit 3\r');
    await until(() => state?.terminals[one.terminalId]?.exit?.code === 3);
    await of.handlers()['terminals.close']({ terminalId: one.terminalId });
    expect(state?.terminals).toEqual({});
    expect(() =>
      of.output({ terminalId: one.terminalId }, { items: () => {}, failed: () => {} }),
    ).toThrow('closed');
  });
});

describe('the environment of a shell', () => {
  it('finds programs in a folder of its own, whatever the command’s path', () => {
    const dataDir = temporaryDir();
    const command = join(temporaryDir(), "it's a path");
    const setup = { command, dataDir, bootstrap: 'a:1', verbs: ['kafka-topics'] };
    const environment = prepareEnvironment(setup, { PATH: '/usr/bin' });
    const folder = join(dataDir, 'terminal', 'bin');
    expect(environment.PATH).toBe(`${folder}${delimiter}/usr/bin`);
    expect(readFileSync(environment.KCAT_CONFIG ?? '', 'utf8')).toBe('bootstrap.servers=a:1\n');
    expect(isOnPath('kafka-topics.sh', folder)).toBe(true);
    expect(isOnPath('kafka-nothing', folder)).toBe(false);
    execFileSync('cp', ['/bin/echo', command]);
    const said = execFileSync(join(folder, 'kafka-topics'), ['--list', 'a b'], {
      encoding: 'utf8',
    });
    expect(said).toBe('kafka-topics --list a b\n');
  });

  it('takes the user’s own shell when it is there', () => {
    expect(findShell({ SHELL: '/bin/sh' }, 'linux')).toEqual({ file: '/bin/sh', name: 'sh' });
    expect(findShell({ SHELL: '/nowhere/fish' }, 'linux').file).toMatch(/^\/bin\/(zsh|bash|sh)$/);
    expect(findShell({ COMSPEC: 'C:\\cmd.exe' }, 'win32').file).toBe('C:\\cmd.exe');
  });
});
