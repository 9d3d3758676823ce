/** Requests of members as inputs of the state machine, and its answers as responses. */
import type { Env } from '../../env/env.ts';
import type { RequestOf, ResponseOf } from '../../protocol/api.ts';
import type { joinGroupApi } from '../../protocol/messages/11-join-group.ts';
import type { syncGroupApi } from '../../protocol/messages/14-sync-group.ts';
import type { Token } from './group.ts';
import type { GroupCaller } from './group-coordinator.ts';
import type { JoinInput } from './join.ts';
import type { SyncInput } from './sync.ts';
import type { JoinReply } from './turn.ts';

const knownMemberIdVersion = 4;
const skipAssignmentVersion = 9;
const nullableProtocolVersion = 7;

/** Bytes are copied: what stays here must not hold the frame they came in. */
export function joinInput(
  env: Env,
  from: {
    readonly caller: GroupCaller;
    readonly request: RequestOf<typeof joinGroupApi>;
    readonly token: Token;
  },
): JoinInput {
  const { caller, request, token } = from;
  const { apiVersion, clientId, clientHost } = caller;
  const { groupInstanceId: instanceId, sessionTimeoutMs, rebalanceTimeoutMs } = request;
  return {
    type: 'join',
    token,
    memberId: request.memberId,
    newMemberId: `${instanceId ?? clientId}-${randomUuidText(env)}`,
    instanceId,
    clientId,
    // As Java prints an address: tools show it so.
    clientHost: `/${clientHost}`,
    // v0 knows one timeout for both.
    rebalanceTimeoutMs: rebalanceTimeoutMs < 0 ? sessionTimeoutMs : rebalanceTimeoutMs,
    sessionTimeoutMs,
    protocolType: request.protocolType,
    protocols: request.protocols.map(({ name, metadata }) => ({
      name,
      metadata: Buffer.from(metadata),
    })),
    requiresMemberId: apiVersion >= knownMemberIdVersion,
    canSkipAssignment: apiVersion >= skipAssignmentVersion,
  };
}

/** A random UUID (version 4) as text. */
function randomUuidText(env: Env): string {
  const bytes = env.random.bytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join('-');
}

export function joinResponse(
  apiVersion: number,
  reply: JoinReply,
): ResponseOf<typeof joinGroupApi> {
  const { generation, protocolName, ...rest } = reply;
  const isNullable = apiVersion >= nullableProtocolVersion;
  return {
    ...rest,
    generationId: generation,
    protocolName: isNullable ? protocolName : (protocolName ?? ''),
  };
}

export function syncInput(request: RequestOf<typeof syncGroupApi>, token: Token): SyncInput {
  return {
    type: 'sync',
    token,
    memberId: request.memberId,
    instanceId: request.groupInstanceId,
    generation: request.generationId,
    protocolType: request.protocolType,
    protocolName: request.protocolName,
    assignments: new Map(
      request.assignments.map(({ memberId, assignment }) => [memberId, Buffer.from(assignment)]),
    ),
  };
}
