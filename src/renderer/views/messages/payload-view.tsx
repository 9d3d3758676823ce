/** A key or a value: as tree, pretty, as it was sent, or its bytes. */
import { Button, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Message, Payload } from '../../../main/contract/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { Copy } from '../../ui/copy.tsx';
import { Icon } from '../../ui/icon.tsx';
import { parseJson, prettyJson } from '../../ui/json.ts';
import { JsonTree, type Pick } from '../../ui/json-tree.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { Term } from '../../ui/term.tsx';
import { HexView } from './hex-view.tsx';
import styles from './message-detail.module.css';

type ViewName = 'tree' | 'pretty' | 'raw' | 'hex';

/** Text of this length is drawn at once; a page of megabytes would not scroll. */
const textStep = 64 * 1024;

export function PayloadView(props: {
  readonly topic: string;
  readonly message: Message;
  readonly part: 'key' | 'value';
  readonly pick?: Pick | undefined;
  readonly onLoad: () => void;
}) {
  const t = useT();
  const payload = props.message[props.part];
  const [chosen, setChosen] = useState<ViewName | null>(null);
  const node = useMemo(
    () => (payload?.kind === 'json' && !payload.isCut ? parseJson(payload.text) : undefined),
    [payload],
  );
  if (payload === null) {
    return (
      <em className="soft">
        {props.part === 'key' ? (
          t('messages.noKey')
        ) : (
          <Term name="tombstone">{t('messages.tombstone')}</Term>
        )}
      </em>
    );
  }
  const views: readonly ViewName[] =
    node === undefined ? ['raw', 'hex'] : ['tree', 'pretty', 'raw', 'hex'];
  const usual: ViewName = node !== undefined ? 'tree' : payload.kind === 'binary' ? 'hex' : 'raw';
  const view = chosen !== null && views.includes(chosen) ? chosen : usual;
  return (
    <>
      <PayloadHead
        payload={payload}
        part={props.part}
        views={views}
        view={view}
        onView={setChosen}
      />
      {payload.problem !== undefined && (
        <p className={styles.problem} role="note">
          <Icon name="warning" size={15} />
          {t('messages.decodeFailed', { reason: payload.problem })}
        </p>
      )}
      {payload.isCut && view !== 'hex' && (
        <p className={styles.cut}>
          {t('messages.cut')}{' '}
          <Button size="compact-xs" variant="default" onClick={props.onLoad}>
            {t('messages.loadWhole')}
          </Button>
        </p>
      )}
      {view === 'hex' && <HexView topic={props.topic} message={props.message} part={props.part} />}
      {view === 'tree' && node !== undefined && <JsonTree node={node} pick={props.pick} />}
      {view === 'pretty' && node !== undefined && <LongText text={prettyJson(node)} />}
      {view === 'raw' && <LongText text={payload.text} />}
    </>
  );
}

const viewKeys = {
  tree: 'messages.viewTree',
  pretty: 'messages.viewPretty',
  raw: 'messages.viewRaw',
  hex: 'messages.viewHex',
} as const;

function PayloadHead(props: {
  readonly payload: Payload;
  readonly part: 'key' | 'value';
  readonly views: readonly ViewName[];
  readonly view: ViewName;
  readonly onView: (view: ViewName) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { payload, part } = props;
  const name = t(part === 'key' ? 'common.key' : 'common.value');
  const { as } = payload;
  return (
    <div className={styles.valueHead}>
      <strong>{name}</strong>
      <span className="soft">
        {payload.sizeBytes === 0 ? t('messages.emptyPayload') : format.bytes(payload.sizeBytes)}
        {as && ` · ${t(`messages.format-${as.format}` as never)}`}
        {as?.schemaName && ` · ${as.schemaName}`}
        {as?.schemaId !== undefined && ` · ${t('messages.schemaId', { id: as.schemaId })}`}
        {as?.unpacked && ` · ${t('messages.unpacked', { codec: as.unpacked })}`}
        {payload.kind === 'binary' && !as && ` · ${t('messages.binary')}`}
      </span>
      <Copy
        text={payload.text}
        label={t(part === 'key' ? 'messages.copyKey' : 'messages.copyValue')}
      />
      {payload.sizeBytes > textStep && !payload.isCut && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<Icon name="download" size={13} />}
          onClick={() =>
            saveFile(
              payload.kind === 'json' ? 'value.json' : 'value.txt',
              payload.text,
              'text/plain',
            )
          }
        >
          {t('messages.savePayload')}
        </Button>
      )}
      <SegmentedControl
        size="xs"
        className={styles.views}
        aria-label={name}
        value={props.view}
        onChange={(next) => props.onView(next as ViewName)}
        data={props.views.map((value) => ({ value, label: t(viewKeys[value]) }))}
      />
    </div>
  );
}

/** The beginning, and more of it at each click. */
function LongText({ text }: { readonly text: string }) {
  const t = useT();
  const format = useFormat();
  const [length, setLength] = useState(textStep);
  return (
    <>
      <pre className={styles.text}>{text.slice(0, length)}</pre>
      {text.length > length && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => setLength(length + textStep * 4)}
        >
          {t('messages.moreText', { size: format.bytes(text.length - length) })}
        </Button>
      )}
    </>
  );
}
