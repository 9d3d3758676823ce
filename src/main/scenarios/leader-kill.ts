/** What a script's `killLeader` comes to: done by whoever owns the cluster's processes. */
import type { RunEvent } from '../contract/scenarios.ts';

/** Kills a broker's process; null where the cluster's processes are not ours. */
export type KillBroker = ((brokerId: number) => Promise<void>) | null;

const notOurs = 'The processes of this cluster are not ours, so no broker was killed.';

/** Answers what to record of it. */
export async function killLeader(
  { topic, brokerId }: { readonly topic: string; readonly brokerId: number },
  kill: KillBroker,
): Promise<Omit<RunEvent, 'atMs'>> {
  const event = { by: 'script', kind: 'killLeader', subject: topic } as const;
  if (kill === null) return { ...event, detail: notOurs };
  if (brokerId < 0) return { ...event, detail: `Partition 0 of ${topic} has no leader just now.` };
  try {
    await kill(brokerId);
    return { ...event, detail: brokerId };
  } catch (error) {
    return { ...event, detail: error instanceof Error ? error.message : String(error) };
  }
}
