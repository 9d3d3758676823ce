/** Our versions of Kafka's verbs against Kafka's own tools: the same words, the same text. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolClass } from '../kafka/tools.ts';
import { startCluster, type TestCluster } from './cluster.ts';
import { KafkaTools, type Ran } from './kafka-tools.ts';
import { java } from './toolchains.ts';

type Verb = 'topics' | 'configs' | 'consumer-groups' | 'console-producer' | 'console-consumer';

const toolchain = await java();
const note = toolchain.isReady ? '' : ` (skipped: ${toolchain.reason})`;
const entry = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
let cluster: TestCluster;
let tools: KafkaTools;

function capture(command: readonly string[], input = ''): Promise<Ran> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ stdout: Buffer.concat(chunks).toString(), code: code ?? -1 }),
    );
  });
}

const place = () => ['--bootstrap-server', cluster.bootstrap];

function ours(verb: Verb, words: readonly string[], input?: string): Promise<Ran> {
  return capture([process.execPath, entry, `kafka-${verb}`, ...place(), ...words], input);
}

function theirs(verb: Verb, words: readonly string[]): Promise<Ran> {
  return tools.run(toolClass(verb), [...place(), ...words]);
}

/** Kafka lists configs of a topic, topics and groups in the order of a hash table. */
function inOrder({ stdout, code }: Ran): Ran {
  // Kafka's tools log stack traces to where their results go.
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '' && !/^\tat |^\S+ main (?:ERROR|WARN) /.test(line))
    .map((line) => line.replace(/Configs: (.*)/, (_, list: string) => ordered(list)));
  return { stdout: lines.sort().join('\n'), code };
}

const ordered = (list: string) =>
  list
    .split(/,(?=[a-z.]+=)/)
    .sort()
    .join(',');

const alike: readonly (readonly [Verb, string])[] = [
  ['topics', '--list'],
  ['topics', '--describe'],
  ['topics', '--describe --topic ord.*'],
  ['topics', '--describe --topic nope'],
  ['topics', '--describe --topics-with-overrides'],
  ['topics', '--describe --under-replicated-partitions'],
  ['topics', '--create --topic orders'],
  ['topics', '--create --topic orders --if-not-exists'],
  ['topics', '--create --topic x --replication-factor 9'],
  ['topics', '--create --topic x --partitions 0'],
  ['topics', '--create --topic bad/name'],
  ['topics', '--alter --topic orders --partitions 1'],
  ['topics', '--delete --topic nope'],
  ['configs', '--describe --entity-type topics'],
  ['configs', '--describe --topic orders --all'],
  ['configs', '--describe --topic nope'],
  ['configs', '--describe --entity-type brokers'],
  ['configs', '--describe --broker 1 --all'],
  ['configs', '--alter --topic orders --add-config min.insync.replicas=2'],
  ['configs', '--alter --topic orders --delete-config min.insync.replicas'],
  ['configs', '--alter --topic orders --add-config nope=1'],
  ['console-consumer', '--topic orders --from-beginning --max-messages 4'],
  [
    'console-consumer',
    '--topic orders --from-beginning --max-messages 4 --formatter-property print.key=true ' +
      '--formatter-property print.timestamp=true --formatter-property print.partition=true ' +
      '--formatter-property print.offset=true --formatter-property print.headers=true ' +
      '--formatter-property key.separator=|',
  ],
  ['console-consumer', '--topic orders --partition 1 --offset earliest --max-messages 1'],
  ['console-consumer', '--topic orders --partition 0 --offset -1'],
  ['consumer-groups', '--list'],
  ['consumer-groups', '--describe --group readers'],
  ['consumer-groups', '--describe --group readers --verbose'],
  ['consumer-groups', '--describe --group readers --members'],
  ['consumer-groups', '--describe --group readers --members --verbose'],
  ['consumer-groups', '--describe --group readers --state'],
  ['consumer-groups', '--describe --group readers --state --verbose'],
  ['consumer-groups', '--describe --group nope'],
  ['consumer-groups', '--group readers --topic orders --reset-offsets --to-earliest --dry-run'],
  ['consumer-groups', '--group readers --topic orders:1 --reset-offsets --shift-by -1 --dry-run'],
  ['consumer-groups', '--group readers --topic orders:0 --reset-offsets --shift-by -1 --dry-run'],
  ['consumer-groups', '--group readers --all-topics --reset-offsets --by-duration PT1H --dry-run'],
  ['consumer-groups', '--group readers --all-topics --reset-offsets --to-latest --export'],
  ['consumer-groups', '--delete --group nope'],
];

describe.skipIf(!toolchain.isReady)(`Kafka's verbs${note}`, () => {
  beforeAll(async () => {
    if (!toolchain.isReady) throw new Error(toolchain.reason);
    tools = new KafkaTools(toolchain.tools);
    cluster = await startCluster(3);
    const create = '--create --topic orders --partitions 3 --config cleanup.policy=delete,compact';
    await ours('topics', create.split(' '));
    const reader =
      '--topic orders --reader-property parse.key=true --reader-property key.separator=:';
    const lines = 'a:1\nb:2\nc:3\nd:4\n';
    await ours('console-producer', reader.split(' '), lines);
    const group = '--topic orders --from-beginning --max-messages 4 --group readers';
    await ours('console-consumer', group.split(' '));
  });
  afterAll(async () => {
    await tools?.close();
    await cluster?.stop();
  });

  it.for(alike)('%s %s', async ([verb, words]) => {
    const [own, kafkas] = await Promise.all([
      ours(verb, words.split(' ')),
      theirs(verb, words.split(' ')),
    ]);
    expect(inOrder(own)).toEqual(inOrder(kafkas));
  });

  it('writes what Kafka’s console consumer reads: keys, headers, tombstones, codecs', async () => {
    await ours('topics', ['--create', '--topic', 'written', '--partitions', '1']);
    const words = [
      '--topic',
      'written',
      '--compression-codec',
      'zstd',
      '--reader-property',
      'parse.key=true',
      '--reader-property',
      'key.separator=~',
      '--reader-property',
      'parse.headers=true',
      '--reader-property',
      'headers.delimiter=|',
      '--reader-property',
      'null.marker=NIL',
    ];
    await ours('console-producer', words, 'h1:v1,h2:v2|k~v\nh3:NIL|gone~NIL\n');
    const read = [
      '--topic',
      'written',
      '--from-beginning',
      '--max-messages',
      '2',
      '--formatter-property',
      'print.key=true',
      '--formatter-property',
      'print.headers=true',
    ];
    const { stdout } = await theirs('console-consumer', read);
    expect(stdout).toBe('h1:v1,h2:v2\tk\tv\nh3:null\tgone\tnull\n');
    expect((await ours('console-consumer', read)).stdout).toBe(stdout);
  });
});
