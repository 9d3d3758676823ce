/** What can be done with all that is read: time, decoders, searches to keep, files, what to show. */
import { ActionIcon, Button, Menu, Modal, TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { exportFormats } from '../../../main/contract/index.ts';
import { useT } from '../../i18n/index.ts';
import { CopyLink } from '../../ui/copy-link.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { href, navigate } from '../../ui/route.ts';
import { ErrorNote } from '../../ui/states.tsx';
import { DecodersDialog } from './decoders-dialog.tsx';
import styles from './messages.module.css';
import type { Reading } from './model.ts';
import { useSavedSearches } from './use-messages.ts';

export function ReadingTools(props: {
  readonly reading: Reading;
  /** What follows `?` in the address, to be kept under a name. */
  readonly address: string;
  readonly hasHistogram: boolean;
  readonly onHistogram: () => void;
  readonly onChange: (reading: Reading) => void;
  readonly onExport: (format: (typeof exportFormats)[number]) => void;
  /** Messages are decoded otherwise from now on. */
  readonly onDecoders: () => void;
}) {
  const t = useT();
  const { reading } = props;
  const [isDecoding, setIsDecoding] = useState(false);
  return (
    <span className={styles.tools}>
      <Tool
        icon="throughput"
        label={t('messages.histogram')}
        isPressed={props.hasHistogram}
        onClick={props.onHistogram}
      />
      <Tool icon="code" label={t('messages.decoders')} onClick={() => setIsDecoding(true)} />
      <Visibility reading={reading} onChange={props.onChange} />
      <SavedSearches topic={reading.topic} address={props.address} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label={t('messages.export')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('messages.export')}>
              <Icon name="download" />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('messages.exportAll')}</Menu.Label>
          {exportFormats.map((format) => (
            <Menu.Item key={format} onClick={() => props.onExport(format)}>
              {t(`messages.export-${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <CopyLink />
      {isDecoding && (
        <DecodersDialog
          topic={reading.topic}
          onChanged={props.onDecoders}
          onClose={() => setIsDecoding(false)}
        />
      )}
    </span>
  );
}

function Tool(props: {
  readonly icon: IconName;
  readonly label: string;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon
        variant={props.isPressed ? 'light' : 'subtle'}
        color="gray"
        aria-label={props.label}
        aria-pressed={props.isPressed}
        onClick={props.onClick}
      >
        <Icon name={props.icon} />
      </ActionIcon>
    </Tooltip>
  );
}

function Visibility(props: {
  readonly reading: Reading;
  readonly onChange: (reading: Reading) => void;
}) {
  const t = useT();
  const { reading, onChange } = props;
  const { isCommittedOnly, hasControl } = reading;
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Tooltip label={t('messages.visibility')}>
          <ActionIcon
            variant={isCommittedOnly || hasControl ? 'light' : 'subtle'}
            color="gray"
            aria-label={t('messages.visibility')}
          >
            <Icon name="filter" />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('messages.isolation')}</Menu.Label>
        {[false, true].map((isCommitted) => (
          <Menu.Item
            key={String(isCommitted)}
            leftSection={<Mark isOn={isCommittedOnly === isCommitted} />}
            aria-checked={isCommittedOnly === isCommitted}
            role="menuitemradio"
            onClick={() => onChange({ ...reading, isCommittedOnly: isCommitted })}
          >
            {t(isCommitted ? 'messages.readCommitted' : 'messages.readUncommitted')}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<Mark isOn={hasControl} />}
          role="menuitemcheckbox"
          aria-checked={hasControl}
          onClick={() => onChange({ ...reading, hasControl: !hasControl })}
        >
          {t('messages.showControl')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Mark({ isOn }: { readonly isOn: boolean }) {
  return <span className={styles.mark}>{isOn && <Icon name="check" size={14} />}</span>;
}

function SavedSearches(props: { readonly topic: string; readonly address: string }) {
  const t = useT();
  const { topic, address } = props;
  const { searches, save, remove } = useSavedSearches(topic);
  const [name, setName] = useState<string | null>(null);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label={t('messages.savedSearches')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('messages.savedSearches')}>
              <Icon name="star" />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          {searches.length === 0 && <Menu.Label>{t('messages.noSavedSearches')}</Menu.Label>}
          {searches.map((search) => (
            <Menu.Item
              key={search.name}
              onClick={() =>
                navigate(
                  href('messages', topic, Object.fromEntries(new URLSearchParams(search.address))),
                )
              }
            >
              {search.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="plus" />} onClick={() => setName('')}>
            {t('messages.saveSearch')}
          </Menu.Item>
          {searches.map((search) => (
            <Menu.Item
              key={`remove ${search.name}`}
              leftSection={<Icon name="trash" />}
              onClick={() => void remove.run(search.name)}
            >
              {t('messages.removeSearch', { name: search.name })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {name !== null && (
        <Modal
          opened
          onClose={() => setName(null)}
          title={t('messages.saveSearch')}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <form
            className={styles.saveForm}
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() === '') return;
              void save.run(name.trim(), address);
              setName(null);
            }}
          >
            <TextInput
              data-autofocus
              label={t('messages.searchName')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {save.error !== null && <ErrorNote error={save.error} />}
            <Button type="submit" disabled={name.trim() === ''}>
              {t('common.save')}
            </Button>
          </form>
        </Modal>
      )}
    </>
  );
}
