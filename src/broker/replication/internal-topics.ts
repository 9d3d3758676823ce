/** Topics that the cluster keeps for itself; clients may read them but not write. */
const internalTopics: ReadonlySet<string> = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
]);

export function isInternalTopic(topic: string): boolean {
  return internalTopics.has(topic);
}
