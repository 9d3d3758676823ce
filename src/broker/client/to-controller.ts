/** How a broker reaches the active controller; the parts below `apis` take it as an argument. */
import type { Api, RequestInOf, ResponseOutOf } from '../protocol/api.ts';

/** Waits for an active controller, sends, and tries again when it moved; rejects with PeerError after `timeoutMs`. */
export type ToController = <A extends Api>(
  api: A,
  version: number,
  request: RequestInOf<A>,
  timeoutMs: number,
) => Promise<ResponseOutOf<A>>;
