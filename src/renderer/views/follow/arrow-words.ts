/** What is written at a line of the diagram, and what it says to those who do not see it. */
import { useFormat, useT } from '../../i18n/index.ts';
import type { Arrow, Sequence } from './model.ts';

export function useArrowWords(sequence: Sequence) {
  const t = useT();
  const format = useFormat();
  const nameOf = (index: number) => {
    const lane = sequence.lanes[index];
    return lane?.kind === 'unknown' ? t('follow.unknownWriter') : (lane?.name ?? '');
  };
  return {
    label: (arrow: Arrow): string => {
      const { hopMs, kind, record, evidence } = arrow;
      if (kind === 'read') {
        const word = t(evidence === 'commit' ? 'follow.committed' : 'follow.read');
        return hopMs === null ? word : `${word} ${format.span(hopMs)}`;
      }
      const place = record.event?.type ?? `${record.partition}@${record.offset}`;
      return hopMs === null ? place : `${place} · ${format.span(hopMs)}`;
    },
    sentence: (arrow: Arrow): string => {
      const { kind, record, hopMs, groupId, evidence, atMs } = arrow;
      const place = `${record.topic} ${record.partition}@${record.offset}`;
      const span = hopMs === null ? '' : format.span(hopMs);
      if (kind === 'write') {
        const writer = nameOf(arrow.from);
        if (hopMs === null) return t('follow.sayWrote', { writer, place });
        return t('follow.sayAnswered', { writer, place, span });
      }
      const reader = groupId ?? nameOf(arrow.to);
      if (evidence === 'order') return t('follow.sayMayRead', { reader, place });
      if (evidence === 'span') return t('follow.sayRead', { reader, place });
      if (atMs === null) return t('follow.sayPassed', { reader, place });
      return t('follow.sayCommitted', { reader, place, span });
    },
  };
}
