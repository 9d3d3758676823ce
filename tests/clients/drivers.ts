/** The drivers there are, and what their libraries do not offer. */
import { fileURLToPath } from 'node:url';
import { type Codec, codecs } from './client.ts';
import { Driver } from './driver.ts';
import { go, java, python, type Toolchain } from './toolchains.ts';

export type DriverKind = {
  readonly name: string;
  readonly codecs: readonly Codec[];
  /** Words, or traits of one, that the library has nothing for. */
  readonly lacks: readonly Lack[];
  readonly start: Toolchain<(bootstrap: string) => Driver>;
};

/** Words of driver.ts beyond those that all libraries offer, and traits of words. */
export type Lack =
  | 'alterConfigs'
  | 'alterGroupOffsets'
  | 'alterReplicaLogDirs'
  /** It shows the producer's time of batches that the broker has timed. */
  | 'append time'
  | 'assignments'
  | 'consumer rack'
  | 'deleteGroup'
  | 'deleteGroupOffsets'
  | 'describeFeatures'
  | 'describeLogDirs'
  | 'describeProducers'
  | 'electLeaders'
  | 'incrementalAlterConfigs'
  | 'listConfigResources'
  | 'listOffset'
  | 'local offset specs'
  | 'null header values'
  | 'preferredReplicas'
  | 'reassign'
  | 'cancel reassignment'
  | 'seek'
  | 'unregisterBroker'
  | 'updateFeature'
  | 'validateOnly';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const replicaWords: readonly Lack[] = [
  'alterReplicaLogDirs',
  'describeFeatures',
  'describeProducers',
  'listConfigResources',
  'unregisterBroker',
  'updateFeature',
  'preferredReplicas',
];

function on<T>(
  name: string,
  codecList: readonly Codec[],
  lacks: readonly Lack[],
  toolchain: Toolchain<T>,
  command: (tools: T) => readonly [string, readonly string[]],
): DriverKind {
  const start: DriverKind['start'] = toolchain.isReady
    ? {
        isReady: true,
        tools: (bootstrap) => {
          const [program, args] = command(toolchain.tools);
          return new Driver(program, [...args, bootstrap]);
        },
      }
    : toolchain;
  return { name, codecs: codecList, lacks, start };
}

/** All drivers; those whose toolchain is missing say why. */
export async function allDrivers(): Promise<DriverKind[]> {
  const [javaTools, pythonTool, goTool] = await Promise.all([java(), python(), go()]);
  const npm: Toolchain<string> = { isReady: true, tools: process.execPath };
  return [
    on('java', codecs, ['alterConfigs'], javaTools, (tools) => tools.command('Driver', [])),
    on(
      'confluent-kafka',
      codecs,
      [...replicaWords, 'deleteGroupOffsets', 'describeLogDirs', 'local offset specs', 'reassign'],
      pythonTool,
      (python) => [python, [here('./python/confluent_driver.py')]],
    ),
    on(
      'aiokafka',
      codecs,
      [
        ...replicaWords,
        'alterGroupOffsets',
        'consumer rack',
        'deleteGroup',
        'deleteGroupOffsets',
        'describeLogDirs',
        'electLeaders',
        'incrementalAlterConfigs',
        'listOffset',
        'reassign',
      ],
      pythonTool,
      (python) => [python, [here('./python/aiokafka_driver.py')]],
    ),
    on(
      'kafkajs',
      ['none', 'gzip'],
      [
        ...replicaWords,
        'deleteGroupOffsets',
        'describeLogDirs',
        'electLeaders',
        'incrementalAlterConfigs',
        'listOffset',
        'cancel reassignment',
        'null header values',
      ],
      npm,
      (node) => [node, [here('./node/kafkajs-driver.ts')]],
    ),
    on(
      'platformatic',
      codecs,
      [...replicaWords, 'electLeaders', 'append time', 'reassign', 'seek', 'validateOnly'],
      npm,
      (node) => [node, [here('./node/platformatic-driver.ts')]],
    ),
    on(
      'franz-go',
      codecs,
      ['assignments', 'preferredReplicas', 'unregisterBroker'],
      goTool,
      (driver) => [driver, []],
    ),
  ];
}
