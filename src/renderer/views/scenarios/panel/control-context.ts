/** Forms hold parts and parts hold forms: the control of a field reaches its rows from above. */
import { type ComponentType, createContext, useContext } from 'react';
import type { Field, PartName } from '../../../../scenario/edit/fields.ts';
import type { Path } from '../../../../scenario/edit/path.ts';

export type FieldProps = {
  readonly part: PartName;
  readonly field: Field;
  readonly path: Path;
  readonly label: string;
};

export const ControlContext = createContext<ComponentType<FieldProps>>(() => null);

export function useControl(): ComponentType<FieldProps> {
  return useContext(ControlContext);
}
