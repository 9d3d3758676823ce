/** Copies the address of a place in the application: this one, or the one that is given. */
import { useT } from '../i18n/index.ts';
import { Copy } from './copy.tsx';
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
  return (
    <Copy
      text={linkTo(props.to ?? window.location.hash)}
      label={props.label ?? t('common.copyLink')}
      icon="link"
    />
  );
}
