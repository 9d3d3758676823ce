/** Several parts of one kind, each of which opens. */
import { Button } from '@mantine/core';
import type { PartName } from '../../../../scenario/edit/fields.ts';
import type { Path } from '../../../../scenario/edit/path.ts';
import { list, mapping } from '../../../../scenario/edit/references.ts';
import { useT } from '../../../i18n/index.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { FieldProps } from './control-context.ts';
import { ItemCard } from './item-card.tsx';
import styles from './panel.module.css';
import { PartFields } from './part-fields.tsx';
import { useFormEdits, useValue } from './use-value.ts';

export function ListField({ field, path, label }: FieldProps) {
  return (
    <PartList
      part={field.part ?? 'handler'}
      path={path}
      label={label}
      initial={field.initial ?? {}}
    />
  );
}

export function PartList(props: {
  readonly part: PartName;
  readonly path: Path;
  readonly label: string;
  readonly initial: unknown;
}) {
  const t = useT();
  const { part, path, label } = props;
  const items = list(useValue(path));
  const { insert } = useFormEdits();
  return (
    <div className={styles.list}>
      <div className={styles.items} role="list" aria-label={label}>
        {items.map((item, at) => (
          <ItemCard
            key={at}
            path={path}
            at={at}
            count={items.length}
            title={titleOf(item) || t(`studio.part-${part}` as 'studio.part-topic')}
            isOpenAtFirst={items.length === 1}
          >
            <PartFields part={part} path={[...path, at]} />
          </ItemCard>
        ))}
      </div>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<Icon name="plus" size={12} />}
        onClick={() => insert(path, items.length, props.initial)}
      >
        {t('studio.addPart', { part: t(`studio.part-${part}` as 'studio.part-topic') })}
      </Button>
    </div>
  );
}

/** By what it names. */
function titleOf(item: unknown): string {
  const fields = mapping(item);
  const named = fields['name'] ?? fields['topic'] ?? fields['path'] ?? fields['when'];
  if (typeof named === 'string') return named;
  return Object.entries(fields)
    .map(([key, value]) => (typeof value === 'object' ? key : `${key} ${String(value)}`))
    .slice(0, 3)
    .join(' · ');
}
