/** Tables: their names, their columns, and what is written into them. */
import type {
  Expressions,
  ScenarioDefinition,
  ServiceDefinition,
  TableDefinition,
} from '../definition/scenario.ts';
import { describe, type Fault, listed, type Path, unknownName } from '../faults.ts';

/** Expectations see all tables of a scenario side by side, and these two views. */
const reservedNames = ['run_services', 'run_topics'];

/** Each name once in the whole scenario. */
export function tableNameFaults({ services }: ScenarioDefinition): readonly Fault[] {
  const owners = new Map<string, string>();
  return services.flatMap(({ name: service, tables = [] }, index) =>
    tables.flatMap(({ name }, at): Fault[] => {
      const path = ['services', index, 'tables', at, 'name'];
      const expected = 'a table name of its own';
      if (reservedNames.includes(name) || name.startsWith('sqlite_')) {
        return [{ path, expected, found: `${name}, which is taken` }];
      }
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, service);
      return owner === undefined
        ? []
        : [{ path, expected, found: `${name} again, which ${owner} has` }];
    }),
  );
}

/** Key and rows of a service's tables. */
export function tableFaults({ tables = [] }: ServiceDefinition, path: Path): readonly Fault[] {
  return tables.flatMap((table, index): Fault[] => {
    const at = [...path, 'tables', index];
    const columns = Object.keys(table.columns);
    const { key, rows = [] } = table;
    return [
      ...(columns.includes(key) ? [] : [unknownName([...at, 'key'], 'columns', key, columns)]),
      ...rows.flatMap((row, number) => rowFaults(row, table, [...at, 'rows', number])),
    ];
  });
}

type Row = NonNullable<TableDefinition['rows']>[number];

function rowFaults(row: Row, table: TableDefinition, path: Path): readonly Fault[] {
  return [
    ...columnFaults(Object.keys(row), table, path),
    ...Object.entries(row).flatMap(([column, value]): Fault[] => {
      const type = table.columns[column];
      if (type === undefined || value === null || isOfType(value, type)) return [];
      return [{ path: [...path, column], expected: typeNames[type], found: describe(value) }];
    }),
  ];
}

const typeNames = { text: 'a text', integer: 'a whole number', real: 'a number' };

function isOfType(value: string | number, type: keyof typeof typeNames): boolean {
  if (type === 'text') return typeof value === 'string';
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === 'number';
}

/** Columns that a table does not have; the key column is one that a row must have. */
export function columnFaults(
  written: readonly string[],
  { key, columns }: TableDefinition,
  path: Path,
): readonly Fault[] {
  const known = Object.keys(columns);
  const strange = written.filter((column) => !Object.hasOwn(columns, column));
  const isKeyMissing = Object.hasOwn(columns, key) && !written.includes(key);
  return [
    ...strange.map((column) => unknownName([...path, column], 'columns', column, known, true)),
    ...(isKeyMissing
      ? [{ path, expected: `the key column ${key}`, found: listed(written) || 'no column' }]
      : []),
  ];
}

/** Of a row that a step or a generator writes. */
export function writeFaults(
  { table: name, row }: Write,
  { tables = [] }: ServiceDefinition,
  path: Path,
): readonly Fault[] {
  const table = tables.find((it) => it.name === name);
  if (!table) return [unknownTable(name, tables, [...path, 'table'])];
  return columnFaults(Object.keys(row), table, [...path, 'row']);
}

type Write = { readonly table: string; readonly row: Expressions };

export function unknownTable(name: string, tables: readonly TableDefinition[], path: Path): Fault {
  const names = tables.map((table) => table.name);
  return unknownName(path, 'tables of this service', name, names);
}
