/** Takes away what runs of a scenario left behind, and nothing that was there before them. */
import { setTimeout as delay } from 'node:timers/promises';
import { isContractError } from '../contract/errors.ts';
import { deleteGroup } from '../explorer/group-changes.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { deleteTopic } from '../explorer/topics.ts';
import type { ScenarioMade, ScenarioRunsTable } from '../store/scenario-runs-table.ts';

/** A member that was killed counts until its session is over. */
const groupWaitMs = 20_000;
const retryDelayMs = 250;

/** Deletes the topics and groups that the scenario's runs made; answers which there still were. */
export async function cleanUp(
  link: KafkaLink,
  runs: ScenarioRunsTable,
  scenario: string,
): Promise<ScenarioMade> {
  const { clusterId } = await link.metadata({ isFresh: true });
  const made = runs.made(clusterId, scenario);
  const groups: string[] = [];
  for (const groupId of made.groups) {
    const isGone = await unlessGone('group-not-found', () => deleteWhenEmpty(link, groupId));
    if (isGone) groups.push(groupId);
  }
  const topics: string[] = [];
  for (const topic of made.topics) {
    const isGone = await unlessGone('topic-not-found', () => deleteTopic(link, topic));
    if (isGone) topics.push(topic);
  }
  runs.forgetMade(clusterId, scenario);
  return { topics, groups };
}

/** False: it was gone already. */
async function unlessGone(
  code: 'group-not-found' | 'topic-not-found',
  action: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    if (isContractError(error, code)) return false;
    throw error;
  }
}

async function deleteWhenEmpty(link: KafkaLink, groupId: string): Promise<void> {
  const deadlineMs = Date.now() + groupWaitMs;
  for (;;) {
    try {
      await deleteGroup(link, groupId);
      return;
    } catch (error) {
      if (!isContractError(error, 'group-not-empty') || Date.now() > deadlineMs) throw error;
      await delay(retryDelayMs);
    }
  }
}
