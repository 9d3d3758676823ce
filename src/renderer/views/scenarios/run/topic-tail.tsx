/** The messages of a topic as they are written. */
import { useFormat, useT } from '../../../i18n/index.ts';
import { href } from '../../../ui/route.ts';
import table from '../../../ui/table.module.css';
import { useTail } from '../use-scenarios.ts';
import { FollowLink } from './follow-link.tsx';

const shownMax = 100;

export function TopicTail({ topic }: { readonly topic: string }) {
  const t = useT();
  const format = useFormat();
  const { value } = useTail(topic);
  const messages = (value ?? [])
    .flatMap((batch) => batch.messages)
    .slice(-shownMax)
    .toReversed();
  return (
    <div className={table.wrap}>
      <p>
        <a href={href('messages', topic)}>{t('studio.openMessages')}</a>
      </p>
      {messages.length === 0 ? (
        <p className="soft">{t('studio.waitingForMessages')}</p>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('common.time')}</th>
              <th scope="col">{t('common.partition')}</th>
              <th scope="col" className="num">
                {t('common.offset')}
              </th>
              <th scope="col">{t('common.key')}</th>
              <th scope="col">{t('common.value')}</th>
            </tr>
          </thead>
          <tbody>
            {messages.map(({ partition, offset, timestampMs, key, value: own }) => (
              <tr key={`${partition} ${offset}`}>
                <td>{format.time(timestampMs)}</td>
                <td>{partition}</td>
                <td className="num">{format.number(offset)}</td>
                <td>
                  <FollowLink value={key?.text ?? ''} />
                </td>
                <td>
                  <code>{own?.text.slice(0, 240)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
