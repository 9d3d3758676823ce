/** Groups as administrators see them. */
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import { errors } from '../../protocol/errors.ts';
import type { describeGroupsApi } from '../../protocol/messages/15-describe-groups.ts';
import type { listGroupsApi } from '../../protocol/messages/16-list-groups.ts';
import { type Group, metadataOf } from './group.ts';
import { noAssignment } from './turn.ts';

type Described = ResponseOf<typeof describeGroupsApi>['groups'][number];
type Listed = ResponseOf<typeof listGroupsApi>['groups'][number];

/** From this version on an unknown group is an error; before, it is told as dead (KIP-1043). */
const notFoundVersion = 6;
const classicType = 'classic';

export function describeGroup(
  group: Group | undefined,
  groupId: string,
  apiVersion: number,
): Described {
  if (!group) {
    const isError = apiVersion >= notFoundVersion;
    return {
      errorCode: isError ? errors.groupIdNotFound : errors.none,
      errorMessage: isError ? `Group ${groupId} not found.` : null,
      groupId,
      groupState: 'Dead',
      protocolType: '',
      protocolData: '',
      members: [],
    };
  }
  // Between generations neither metadata nor assignments mean anything.
  const isStable = group.phase.name === 'Stable';
  return {
    errorCode: errors.none,
    groupId,
    groupState: group.phase.name,
    protocolType: group.protocolType ?? '',
    protocolData: isStable ? (group.protocolName ?? '') : '',
    members: [...group.members.values()].map((member) => ({
      memberId: member.id,
      groupInstanceId: member.instanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: isStable ? metadataOf(member, group.protocolName) : noAssignment,
      memberAssignment: isStable ? member.assignment : noAssignment,
    })),
  };
}

/** undefined when the filters leave it out; they do not mind the case of letters. */
export function listedGroup(
  group: Group,
  { statesFilter, typesFilter }: RequestOf<typeof listGroupsApi>,
): Listed | undefined {
  const groupState = group.phase.name;
  const isIn = (filter: readonly string[], value: string) =>
    filter.length === 0 || filter.some((entry) => entry.toLowerCase() === value.toLowerCase());
  if (!isIn(statesFilter, groupState) || !isIn(typesFilter, classicType)) return undefined;
  return {
    groupId: group.id,
    protocolType: group.protocolType ?? '',
    groupState,
    groupType: classicType,
  };
}
