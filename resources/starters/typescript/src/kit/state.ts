/** The tables of one service, in a SQLite file of its own under data/. */
import { mkdirSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

export type Table = {
  readonly name: string;
  readonly key: string;
  readonly columns: { readonly [name: string]: 'text' | 'integer' | 'real' };
  readonly rows?: readonly Row[];
};
export type Row = { readonly [column: string]: unknown };
export type Conflict = 'keep' | 'update' | 'add' | 'insert';

export class State {
  readonly #database: DatabaseSync;
  readonly #tables: ReadonlyMap<string, Table>;

  constructor(service: string, tables: readonly Table[]) {
    const folder = process.env['DATA'] ?? 'data';
    mkdirSync(folder, { recursive: true });
    this.#database = new DatabaseSync(`${folder}/${service}.db`);
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000;');
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS _state (block TEXT, key TEXT, value TEXT, PRIMARY KEY (block, key))',
    );
    for (const table of tables) this.#create(table);
  }

  /** What is done inside is kept as a whole, or not at all. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = await work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  find(name: string, key: unknown): Row | undefined {
    const table = this.#table(name);
    const statement = this.#database.prepare(`SELECT * FROM ${name} WHERE ${table.key} = ?`);
    return statement.get(plain(key));
  }

  /** The row that has the key of these values. */
  findBy(name: string, values: Row): Row | undefined {
    const key = values[this.#table(name).key];
    return key === undefined ? undefined : this.find(name, key);
  }

  /** Answers the row as it is afterwards. */
  write(name: string, row: Row, conflict: Conflict): Row | undefined {
    const table = this.#table(name);
    const columns = Object.keys(row);
    const others = columns.filter((column) => column !== table.key);
    const added = others.map((column) =>
      typeof row[column] === 'number'
        ? `${column} = coalesce(${column}, 0) + excluded.${column}`
        : `${column} = excluded.${column}`,
    );
    const set = others.map((column) => `${column} = excluded.${column}`);
    const change = conflict === 'add' ? added : conflict === 'update' ? set : [];
    const onConflict =
      conflict === 'insert'
        ? ''
        : `ON CONFLICT (${table.key}) DO ${change.length > 0 ? `UPDATE SET ${change.join(', ')}` : 'NOTHING'}`;
    const marks = columns.map(() => '?').join(', ');
    const text = `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${marks}) ${onConflict}`;
    this.#database.prepare(text).run(...columns.map((column) => plain(row[column])));
    return row[table.key] === undefined ? row : this.find(name, row[table.key]);
  }

  run(text: string, params: Row): readonly Row[] {
    const named = Object.entries(params).map(([name, value]) => [name, plain(value)]);
    return this.#database.prepare(text).all(Object.fromEntries(named));
  }

  /** What a block keeps between events, as JSON. */
  get(block: string, key: string): unknown {
    const statement = this.#database.prepare(
      'SELECT value FROM _state WHERE block = ? AND key = ?',
    );
    const row = statement.get(block, key);
    return row === undefined ? undefined : JSON.parse(String(row['value']));
  }

  set(block: string, key: string, value: unknown): void {
    const statement = this.#database.prepare('INSERT OR REPLACE INTO _state VALUES (?, ?, ?)');
    statement.run(block, key, JSON.stringify(value));
  }

  remove(block: string, key: string): void {
    this.#database.prepare('DELETE FROM _state WHERE block = ? AND key = ?').run(block, key);
  }

  entries(block: string): readonly (readonly [string, unknown])[] {
    const rows = this.#database.prepare('SELECT key, value FROM _state WHERE block = ?').all(block);
    return rows.map((row) => [String(row['key']), JSON.parse(String(row['value']))]);
  }

  #table(name: string): Table {
    const table = this.#tables.get(name);
    if (!table) throw new Error(`The service has no table ${name}`);
    return table;
  }

  #create({ name, key, columns, rows = [] }: Table): void {
    const list = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
    this.#database.exec(`CREATE TABLE IF NOT EXISTS ${name} (${list.join(', ')})`);
    this.#database.exec(`CREATE UNIQUE INDEX IF NOT EXISTS ${name}_key ON ${name} (${key})`);
    for (const row of rows) this.write(name, row, 'keep');
  }
}

/** What SQLite takes: lists and objects as JSON. */
function plain(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'object') return JSON.stringify(value);
  return value as SQLInputValue;
}
