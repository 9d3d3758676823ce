/** All questions, in an order in which each finds what it needs. */
import { askController, askVersions, changeConfigs, describeCluster, logIn } from './cluster.ts';
import {
  describeGroups,
  findCoordinators,
  keepOffsets,
  leaveGroups,
  liveInGroups,
} from './groups.ts';
import { fetchRecords, lookUpOffsets, produceRecords } from './records.ts';
import { changeTopics, createTopics, deleteTopics, describeTopics } from './topics.ts';
import type { Wire } from './wire.ts';

export async function runScenario(wire: Wire): Promise<void> {
  await askVersions(wire);
  const ids = await createTopics(wire);
  await describeTopics(wire, ids.main);
  await produceRecords(wire, ids);
  await fetchRecords(wire, ids.main);
  await lookUpOffsets(wire);
  await findCoordinators(wire);
  await liveInGroups(wire);
  await keepOffsets(wire, ids.main);
  await describeGroups(wire);
  await leaveGroups(wire);
  await describeCluster(wire);
  await changeConfigs(wire);
  await changeTopics(wire);
  await deleteTopics(wire);
  await askController(wire);
  await logIn(wire);
}
