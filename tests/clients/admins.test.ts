/** What every client's admin does: each call that it offers, and the errors of it. */
import { configChecks } from './checks/admin-configs.ts';
import { groupChecks } from './checks/admin-groups.ts';
import { clusterChecks, replicaChecks } from './checks/admin-replicas.ts';
import { topicChecks } from './checks/admin-topics.ts';
import { suite } from './fixture.ts';

await suite('admin', [
  ...topicChecks,
  ...configChecks,
  ...groupChecks,
  ...replicaChecks,
  ...clusterChecks,
]);
