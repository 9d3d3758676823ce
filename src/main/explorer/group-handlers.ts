/** The methods of the contract about groups, as one look at a time; nothing is remembered. */
import type { GroupsApi } from '../contract/groups.ts';
import type { Handlers } from '../transport/rpc.ts';
import {
  copyGroup,
  deleteGroup,
  deleteOffsets,
  resetOffsets,
  setOffsets,
} from './group-changes.ts';
import { planReset } from './group-reset-plan.ts';
import { describeGroup, listGroups } from './groups.ts';
import type { KafkaLink } from './kafka-link.ts';
import type { LagClock } from './lag-clock.ts';

export function groupHandlers(link: KafkaLink, clock: LagClock): Handlers<keyof GroupsApi> {
  return {
    'groups.list': () => listGroups(link, clock),
    'groups.describe': ({ groupId }) => describeGroup(link, clock, groupId),
    'groups.resetOffsets': (params) => resetOffsets(link, params),
    'groups.planReset': (params) => planReset(link, params),
    'groups.setOffsets': ({ groupId, offsets }) => setOffsets(link, groupId, offsets),
    'groups.deleteOffsets': ({ groupId, topic }) => deleteOffsets(link, groupId, topic),
    'groups.copy': ({ groupId, toGroupId }) => copyGroup(link, groupId, toGroupId),
    'groups.delete': ({ groupId }) => deleteGroup(link, groupId),
  };
}
