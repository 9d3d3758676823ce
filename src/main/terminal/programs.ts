/** The programs that a terminal finds first. */
import { join } from 'node:path';
import { packageDir } from '../paths.ts';

/** The `rivulet` command of this installation. */
export const commandFile = join(packageDir, 'bin', 'rivulet');

/** Kafka's own verbs, as the `rivulet` command speaks them. */
export const kafkaVerbs = [
  'kafka-topics',
  'kafka-configs',
  'kafka-consumer-groups',
  'kafka-console-producer',
  'kafka-console-consumer',
] as const;
