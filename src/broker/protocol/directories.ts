/** Ids of log folders in metadata records: one per folder, and three that stand for none (KIP-858). */
import { type Uuid, zeroUuid } from './types.ts';

/** The replica lies somewhere on the broker; the record is older than the ids of folders. */
export const migratingDirectory: Uuid = zeroUuid;
/** The broker has not said yet where it put the replica. */
export const unassignedDirectory: Uuid = 'AAAAAAAAAAAAAAAAAAAAAQ';
/** Somewhere in a folder that is offline. */
export const lostDirectory: Uuid = 'AAAAAAAAAAAAAAAAAAAAAg';

/** Whether a replica there can be served by a broker whose working folders are `online`. */
export function isOnlineDirectory(directory: Uuid, online: readonly Uuid[]): boolean {
  if (directory === unassignedDirectory || directory === migratingDirectory) return true;
  if (directory === lostDirectory) return false;
  // A registration of old that told no ids.
  return online.length === 0 || online.includes(directory);
}
