/** Copies the address of a place in the application: this one, or the one that is given. */
import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { useT } from '../i18n/index.ts';
import { Icon } from './icon.tsx';
import { linkTo } from './link-to.ts';
import { useAddress } from './route.ts';

export function CopyLink(props: {
  /** In the form of `href`; absent: where the user is. */
  readonly to?: string;
  readonly label?: string;
}) {
  const t = useT();
  // Read at each render, so that the link is that of now.
  useAddress();
  const label = props.label ?? t('common.copyLink');
  return (
    <CopyButton value={linkTo(props.to ?? window.location.hash)} timeout={1600}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('common.copied') : label} opened={copied || undefined}>
          <ActionIcon variant="subtle" size="sm" onClick={copy} aria-label={label} color="gray">
            <span style={{ color: copied ? 'var(--done)' : 'var(--text-soft)', display: 'flex' }}>
              <Icon name={copied ? 'check' : 'link'} size={15} />
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
