/** How the other parts of the view open what writes: in the drawer, beside what is read. */
import type { MessagePlace, RepublishFrom } from '../../../../main/contract/index.ts';
import type { Translate } from '../../../i18n/index.ts';
import { openInDrawer, useDrawer } from '../../../ui/drawer-store.ts';
import { ProducePanel, type ProduceTab } from './panel.tsx';
import { Republish } from './republish.tsx';

const heightMinPx = 400;

/** `message`: the form is filled with it, to be edited and sent again. */
export function openProduce(target: {
  readonly topic: string;
  readonly t: Translate;
  readonly message?: MessagePlace | undefined;
  readonly tab?: ProduceTab | undefined;
}): void {
  const { topic, t, message, tab } = target;
  const key = message ? `${topic}-${message.partition}-${message.offset}` : topic;
  grow();
  openInDrawer({
    id: 'produce',
    title: t('produce.titleTo', { topic }),
    content: <ProducePanel key={key} topic={topic} message={message} tab={tab} />,
  });
}

/** A selection of messages, or all between two offsets of each partition. */
export function openRepublish(target: {
  readonly topic: string;
  readonly t: Translate;
  readonly from: RepublishFrom;
}): void {
  const { topic, t, from } = target;
  grow();
  openInDrawer({
    id: 'republish',
    title: t('produce.republishTitle', { topic }),
    content: <Republish key={JSON.stringify(from)} topic={topic} from={from} />,
  });
}

/** The forms need more room than a line of events. */
function grow(): void {
  useDrawer.setState(({ heightPx }) => ({ heightPx: Math.max(heightPx, heightMinPx) }));
}
