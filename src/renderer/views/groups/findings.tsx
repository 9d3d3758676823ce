/** What should be known of a group, in sentences, the gravest first. */
import { Button } from '@mantine/core';
import type { Format } from '../../i18n/format.ts';
import { type Translate, useFormat, useT } from '../../i18n/index.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { useNowMs } from '../../ui/ticks.ts';
import type { GroupDetail, GroupFinding, IdleReason } from '../../../main/contract/index.ts';
import styles from './groups.module.css';

const namesMax = 4;

export function Findings(props: {
  readonly group: GroupDetail;
  readonly onReset: () => void;
  readonly onForget: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const nowMs = useNowMs();
  const { findings } = props.group;
  if (findings.length === 0) return null;
  return (
    <ul className={styles.findings} aria-label={t('groups.finding')}>
      {findings.map((finding) => (
        <li key={keyOf(finding)} data-tone={toneOf(finding)}>
          <Icon name={iconOf(finding)} size={16} />
          <span>{wordsOf(finding, t, format, nowMs)}</span>
          {(finding.kind === 'behind-start' || finding.kind === 'beyond-end') && (
            <Button size="compact-xs" variant="default" onClick={props.onReset}>
              {t('groups.goReset')}
            </Button>
          )}
          {finding.kind === 'topic-deleted' && (
            <Button size="compact-xs" variant="default" onClick={props.onForget}>
              {t('groups.goForget')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function wordsOf(finding: GroupFinding, t: Translate, format: Format, nowMs: number): string {
  switch (finding.kind) {
    case 'idle':
      return t('groups.finding-idle', {
        count: finding.count,
        reason: idleWords(finding.reason, t),
      });
    case 'stuck':
      return t('groups.finding-stuck', {
        client: finding.clientId,
        partitions: names(finding.partitions),
        span: format.span(nowMs - finding.sinceMs),
      });
    case 'nobody':
      return t('groups.finding-nobody', { lag: format.number(finding.lag) });
    case 'rebalancing-long':
      return t('groups.finding-rebalancing-long', { span: format.span(nowMs - finding.sinceMs) });
    case 'rebalancing-often':
      return t('groups.finding-rebalancing-often', {
        count: finding.count,
        minutes: finding.minutes,
      });
    default:
      return t(`groups.finding-${finding.kind}`, { partitions: names(finding.partitions) });
  }
}

/** Why a member reads nothing. */
export function idleWords(reason: IdleReason, t: Translate): string {
  switch (reason.kind) {
    case 'more-members-than-partitions':
      return t('groups.idle-more-members-than-partitions', {
        members: reason.members,
        partitions: reason.partitions,
      });
    case 'no-such-topic':
      return t('groups.idle-no-such-topic', { topics: reason.topics.join(', ') });
    default:
      return t(`groups.idle-${reason.kind}`);
  }
}

function names(partitions: readonly string[]): string {
  const shown = partitions.slice(0, namesMax).join(', ');
  return partitions.length > namesMax ? `${shown} +${partitions.length - namesMax}` : shown;
}

function keyOf(finding: GroupFinding): string {
  return finding.kind === 'stuck' ? `stuck ${finding.memberId}` : JSON.stringify(finding);
}

function toneOf({ kind }: GroupFinding): 'failure' | 'attention' | 'quiet' {
  if (kind === 'idle' || kind === 'nobody') return 'quiet';
  return kind === 'no-leader' ? 'failure' : 'attention';
}

function iconOf(finding: GroupFinding): IconName {
  const tone = toneOf(finding);
  return tone === 'quiet' ? 'info' : tone === 'failure' ? 'error' : 'warning';
}
