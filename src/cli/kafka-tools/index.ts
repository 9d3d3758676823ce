/** Kafka's own verbs, for hands and scripts that know them: found by name, run, worded as Kafka's. */
import { Given } from './given.ts';
import { describeOptions, readOptions } from './options.ts';
import type { KafkaToolName } from './names.ts';
import type { KafkaTool, ToolOutput } from './tool.ts';
import { ToolUsageError } from './usage-error.ts';

/** Loaded when called, because each brings its own part of the client library. */
const tools: { readonly [Name in KafkaToolName]: () => Promise<KafkaTool> } = {
  'kafka-topics': async () => (await import('./topics.ts')).topics,
  'kafka-configs': async () => (await import('./configs.ts')).configs,
  'kafka-consumer-groups': async () => (await import('./consumer-groups.ts')).consumerGroups,
  'kafka-console-producer': async () => (await import('./console-producer.ts')).consoleProducer,
  'kafka-console-consumer': async () => (await import('./console-consumer.ts')).consoleConsumer,
};

/** The Apache Kafka whose options and columns the tools follow. */
const kafkaVersion = '4.3.0';

/** Runs a tool with its words; answers the exit code. */
export async function runKafkaTool(
  name: KafkaToolName,
  words: readonly string[],
  to: ToolOutput,
): Promise<number> {
  const tool = await tools[name]();
  try {
    const given = new Given(readOptions(tool.options, words));
    if (given.has('help')) {
      to.out(`${tool.summary}\n${describeOptions(tool.options)}`);
      return 0;
    }
    if (given.has('version')) {
      to.out(`${kafkaVersion}\n`);
      return 0;
    }
    return await tool.run(given, to);
  } catch (error) {
    if (!(error instanceof ToolUsageError)) throw error;
    to.error(`${error.message}\n${describeOptions(tool.options)}`);
    return 1;
  }
}
