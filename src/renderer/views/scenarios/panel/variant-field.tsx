/** One of several forms of a thing: which, and its fields. */
import { SegmentedControl } from '@mantine/core';
import type { PartName } from '../../../../scenario/edit/fields.ts';
import type { Path } from '../../../../scenario/edit/path.ts';
import { mapping } from '../../../../scenario/edit/references.ts';
import { useT } from '../../../i18n/index.ts';
import { neededOf, PartFields } from './part-fields.tsx';
import { useFormEdits, useValue } from './use-value.ts';

export function VariantField(props: {
  readonly path: Path;
  readonly label: string;
  readonly variants: readonly PartName[];
}) {
  const t = useT();
  const { path, label, variants } = props;
  const value = mapping(useValue(path));
  const { set } = useFormEdits();
  const own = variants.find((variant) => value[variant] !== undefined) ?? variants[0];
  if (own === undefined) return null;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={label}
        value={own}
        data={variants.map((variant) => ({
          value: variant,
          label: t(`studio.part-${variant}` as 'studio.part-topic'),
        }))}
        onChange={(next) => set(path, { [next]: neededOf(next as PartName) })}
      />
      <PartFields part={own} path={[...path, own]} />
    </>
  );
}
