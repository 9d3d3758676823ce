/** The verbs of Kafka that the command line knows, as people type them. */
import { kafkaVerbs } from '../../main/terminal/programs.ts';

export type KafkaToolName = (typeof kafkaVerbs)[number];

/** Whether the first word on the command line names one of them. */
export function isKafkaTool(word: string | undefined): word is KafkaToolName {
  return kafkaVerbs.some((name) => name === word);
}
