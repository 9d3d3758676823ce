/** A key, as the way to everything that has it. */
import { useT } from '../../../i18n/index.ts';
import { href } from '../../../ui/route.ts';

export function FollowLink({ value }: { readonly value: string }) {
  const t = useT();
  if (value === '') return <span className="soft">{t('studio.noKey')}</span>;
  return (
    <a href={href('follow', null, { key: value })} title={t('studio.follow', { key: value })}>
      <code>{value}</code>
    </a>
  );
}
