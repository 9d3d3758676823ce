/** Topics for a test, made through the protocol and waited for. */
import { setTimeout as sleep } from 'node:timers/promises';
import { metadataApi } from '../../src/broker/protocol/messages/03-metadata.ts';
import { createTopicsApi } from '../../src/broker/protocol/messages/19-create-topics.ts';
import { zeroUuid } from '../../src/broker/protocol/types.ts';
import { WireClient } from '../wire/wire-client.ts';

const timeoutMs = 30_000;

export async function createTopics(
  bootstrap: string,
  names: readonly string[],
  numPartitions: number,
): Promise<void> {
  const client = new WireClient(bootstrap.split(',')[0]);
  const topics = names.map((name) => ({
    name,
    numPartitions,
    replicationFactor: -1,
    assignments: [],
    configs: [],
  }));
  const { decoded } = await client.ask(createTopicsApi, 7, { topics, timeoutMs });
  const refused = decoded?.topics.find(({ errorCode }) => errorCode !== 0);
  if (!decoded || refused) throw new Error(`topics were not made: ${refused?.errorMessage}`);
  for (;;) {
    const asked = names.map((name) => ({ name, topicId: zeroUuid }));
    const answer = await client.ask(metadataApi, 12, {
      topics: asked,
      allowAutoTopicCreation: false,
    });
    const isLed = answer.decoded?.topics.every(
      ({ errorCode, partitions }) => errorCode === 0 && partitions.every((it) => it.leaderId >= 0),
    );
    if (isLed) break;
    await sleep(50);
  }
  client.close();
}
