/** How long records stay, in a few words. */
import { useFormat, useT } from '../../i18n/index.ts';
import type { TopicAge } from '../../../main/contract/index.ts';

export function PolicyText({ age }: { readonly age: TopicAge }) {
  const t = useT();
  const format = useFormat();
  const { isDeleting, isCompacted, retentionMs, retentionBytes } = age;
  const limits = [
    retentionMs === null ? null : format.span(retentionMs),
    retentionBytes === null ? null : format.bytes(retentionBytes),
  ].filter((text) => text !== null);
  const keeps = limits.length === 0 ? t('topics.keepsForever') : limits.join(' · ');
  if (!isDeleting) return t(isCompacted ? 'topics.compacted' : 'topics.keepsForever');
  return isCompacted ? t('topics.compactedAnd', { limit: keeps }) : keeps;
}
