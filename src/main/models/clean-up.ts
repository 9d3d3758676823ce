/** Takes away what a run made, with the patience that groups need. */
import { setTimeout as delay } from 'node:timers/promises';
import { deleteGroup } from '../explorer/group-changes.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { deleteTopic } from '../explorer/topics.ts';

const timeoutMs = 15_000;
const restMs = 200;

/** Groups take a moment to notice that they are empty, and dead members longer. */
export async function patiently<Value>(act: () => Promise<Value>): Promise<Value> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await delay(restMs);
    }
  }
}

/** Answers what could not be deleted. */
export async function cleanUp(
  link: KafkaLink,
  made: { readonly groups: readonly string[]; readonly topics: readonly string[] },
): Promise<readonly string[]> {
  const left: string[] = [];
  const remove = async (name: string, act: () => Promise<unknown>) => {
    await patiently(async () => {
      try {
        await act();
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    }).catch(() => left.push(name));
  };
  // Groups first: without its topics a group still holds its offsets.
  await Promise.all(made.groups.map((group) => remove(group, () => deleteGroup(link, group))));
  for (const topic of made.topics) await remove(topic, () => deleteTopic(link, topic));
  return left;
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'topic-not-found' || code === 'group-not-found';
}
