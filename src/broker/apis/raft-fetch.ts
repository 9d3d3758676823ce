/** Fetch on the controller listener: replication of the metadata log (see 01-fetch.ts for topics). */
import type { RequestOf, ResponseOf } from '../protocol/api.ts';
import type { fetchApi } from '../protocol/messages/01-fetch.ts';
import type { RequestContext } from './handler.ts';

export function handleRaftFetch(
  { services, apiVersion }: RequestContext,
  request: RequestOf<typeof fetchApi>,
): Promise<ResponseOf<typeof fetchApi>> {
  return services.raft.handleFetch(request, apiVersion);
}
