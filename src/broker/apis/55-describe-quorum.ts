/**
 * DescribeQuorum v0-2: the quorum leader's view of voters and observers. Directory ids are zero,
 * as in Kafka with a set of voters that is fixed by the configuration (kraft.version 0).
 */
import { describeQuorumApi } from '../protocol/messages/55-describe-quorum.ts';
import { handler } from './handler.ts';

export const describeQuorum = handler(
  describeQuorumApi,
  ({ services, apiVersion }, request) => services.raft.describeQuorum(request, apiVersion),
  { listeners: ['broker', 'controller'], isForwarded: true },
);
