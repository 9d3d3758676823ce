/** The blocks of a handler in their order: each can be opened, moved and taken away. */
import { Button, Menu } from '@mantine/core';
import {
  blockNames,
  blocks,
  type BlockName,
  isBlockName,
} from '../../../../scenario/edit/blocks.ts';
import type { Path } from '../../../../scenario/edit/path.ts';
import { list, mapping } from '../../../../scenario/edit/references.ts';
import { type Key, useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import { blockGroups, useBlockWords } from '../words.ts';
import { useControl } from './control-context.ts';
import { ItemCard } from './item-card.tsx';
import styles from './panel.module.css';
import { useFormEdits, useValue } from './use-value.ts';
import { YamlField } from './yaml-field.tsx';

export function StepList({ path, label }: { readonly path: Path; readonly label: string }) {
  const t = useT();
  const words = useBlockWords();
  const steps = list(useValue(path));
  return (
    <div className={styles.list}>
      <div className={styles.items} role="list" aria-label={label}>
        {steps.map((step, at) => {
          const [name = ''] = Object.keys(mapping(step));
          return (
            <ItemCard
              key={`${name} ${at}`}
              path={path}
              at={at}
              count={steps.length}
              title={words.title(name)}
              note={noteOf(mapping(step)[name]) || words.help(name)}
            >
              <p className={styles.blockHelp}>{words.help(name)}</p>
              {isBlockName(name) ? (
                <BlockFields name={name} path={[...path, at, name]} title={words.title(name)} />
              ) : (
                <YamlField path={[...path, at]} label={name} />
              )}
            </ItemCard>
          );
        })}
      </div>
      {steps.length === 0 && <p className="soft">{t('studio.noSteps')}</p>}
      <AddBlock path={path} index={steps.length} />
    </div>
  );
}

function BlockFields(props: {
  readonly name: BlockName;
  readonly path: Path;
  readonly title: string;
}) {
  const { name, path, title } = props;
  const Control = useControl();
  const { field } = blocks[name];
  const initial = name === 'branch' ? { when: 'true', steps: [] } : undefined;
  return (
    // It comes from above, always the same one.
    // oxlint-disable-next-line react/static-components
    <Control
      part={field.part ?? 'handler'}
      field={{ key: name, initial, ...field }}
      path={path}
      label={title}
    />
  );
}

function AddBlock({ path, index }: { readonly path: Path; readonly index: number }) {
  const t = useT();
  const words = useBlockWords();
  const { insert } = useFormEdits();
  return (
    <Menu position="bottom-start" width={340} withinPortal>
      <Menu.Target>
        <Button size="compact-xs" variant="default" leftSection={<Icon name="plus" size={12} />}>
          {t('studio.addBlock')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        {blockGroups.map((group) => (
          <div key={group}>
            <Menu.Label>{t(`scenarioBlocks.group-${group}` as Key)}</Menu.Label>
            {blockNames
              .filter((name) => blocks[name].group === group)
              .map((name) => (
                <Menu.Item
                  key={name}
                  onClick={() => insert(path, index, { [name]: blocks[name].initial })}
                >
                  <span className={styles.menuTitle}>{words.title(name)}</span>
                  <span className={styles.menuHelp}>{words.help(name)}</span>
                </Menu.Item>
              ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What a block is about, where that is short. */
function noteOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const { topic, table, service, to, message, key } = mapping(value);
  const note = topic ?? table ?? service ?? to ?? message ?? key;
  return typeof note === 'string' ? note : '';
}
