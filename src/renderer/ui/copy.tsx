/** Copies a text and says so for a moment. */
import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { useT } from '../i18n/index.ts';
import { Icon, type IconName } from './icon.tsx';

export function Copy(props: {
  readonly text: string;
  readonly label: string;
  /** Absent: that of copying. */
  readonly icon?: IconName;
}) {
  const t = useT();
  const { text, label, icon = 'copy' } = props;
  return (
    <CopyButton value={text} timeout={1600}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('common.copied') : label} opened={copied || undefined}>
          <ActionIcon variant="subtle" size="sm" onClick={copy} aria-label={label} color="gray">
            <span style={{ color: copied ? 'var(--done)' : 'var(--text-soft)', display: 'flex' }}>
              <Icon name={copied ? 'check' : icon} size={15} />
            </span>
            <span className="sr-only" aria-live="polite">
              {copied ? t('common.copied') : ''}
            </span>
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
