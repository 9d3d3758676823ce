/** Changes of tables as records, in their order, and whole tables now and then. */
import type { TableDefinition } from '../../../scenario/definition/scenario.ts';
import type { Evaluate, Row } from '../expressions/expressions.ts';
import { putIntoOutbox } from '../state/outbox.ts';
import type { Attempts } from './attempts.ts';
import { typeOf } from './attempts.ts';
import { type Core, untilFree } from './core.ts';
import { idFrom, traceIdFrom } from './identity.ts';
import type { Outgoing } from './outgoing.ts';
import { scopeOf } from './side-attempts.ts';

type Change = {
  readonly id: number;
  readonly capture: number;
  readonly op: 'c' | 'u' | 'd';
  readonly before: string | null;
  readonly after: string | null;
  readonly at_ms: number;
};

const roundMs = 40;
const roundMax = 500;
const changesSql = 'SELECT * FROM _changes ORDER BY id LIMIT ?';

export class Capture {
  readonly #core: Core;
  readonly #attempts: Attempts;
  readonly #keys: readonly (Evaluate<string> | null)[];
  #snapshotCount = 0;

  constructor(core: Core, attempts: Attempts) {
    this.#core = core;
    this.#attempts = attempts;
    this.#keys = (core.definition.capture ?? []).map(({ key }) =>
      key === undefined ? null : core.expressions.text(key),
    );
  }

  /** Changes that are not sent yet. */
  pendingCount(): number {
    const sql = 'SELECT count(*) AS count FROM _changes';
    const changes = this.#attempts.store?.get<{ readonly count: number }>(sql)?.count ?? 0;
    const due = (this.#core.definition.snapshot ?? []).filter((_, index) => this.#isDue(index));
    return changes + due.length;
  }

  async run(): Promise<void> {
    while (!this.#core.isStopped) {
      const sentCount = await this.#relay();
      for (const index of (this.#core.definition.snapshot ?? []).keys()) {
        if (this.#isDue(index)) await this.#snapshot(index);
      }
      if (sentCount < roundMax) await this.#core.delay(roundMs);
    }
    await this.#relay();
  }

  async #relay(): Promise<number> {
    const { store } = this.#attempts;
    const changes = store?.all<Change>(changesSql, roundMax) ?? [];
    const last = changes.at(-1);
    if (!store || !last) return 0;
    const records: Outgoing[] = [];
    for (const change of changes) {
      try {
        records.push(await this.#record(change));
      } catch (error) {
        // A key that cannot be had must not stop what comes behind it.
        this.#core.note(error);
      }
    }
    if (!(await this.#core.send(records, this.#attempts))) return 0;
    const sql = 'DELETE FROM _changes WHERE id <= ?';
    await untilFree(() =>
      this.#attempts.alone(() => store.transaction(() => store.change(sql, last.id))),
    );
    return changes.length;
  }

  async #record(change: Change): Promise<Outgoing> {
    const { definition } = this.#core;
    const capture = definition.capture?.[change.capture];
    const table = tableOf(definition.tables, capture?.table);
    const before = parse(change.before);
    const after = parse(change.after);
    const value = { op: change.op, before, after, tsMs: change.at_ms };
    const cause = {
      words: ['capture', change.capture, change.id],
      key: String((after ?? before)?.[table.key] ?? ''),
      eventMs: change.at_ms,
      trace: null,
    };
    const makeKey = this.#keys[change.capture];
    const key = makeKey ? await makeKey(value, scopeOf(this.#core, cause)) : cause.key;
    this.#core.schemas.check(capture?.topic ?? '', value);
    return this.#outgoing(capture?.topic ?? '', key, value, cause);
  }

  #outgoing(
    topic: string,
    key: string,
    value: unknown,
    { words, eventMs }: { readonly words: readonly (string | number)[]; readonly eventMs: number },
  ): Outgoing {
    const { options, definition } = this.#core;
    const text = `${options.runId}/${definition.name}/${words.join('/')}`;
    return {
      topic,
      partition: null,
      key: key === '' ? null : key,
      value: JSON.stringify(value),
      timestampMs: Date.now(),
      eventMs,
      id: idFrom(text),
      type: typeOf(value, topic),
      traceId: traceIdFrom(text),
      parentId: null,
      headers: [],
    };
  }

  #isDue(index: number): boolean {
    const everyCount = this.#core.definition.snapshot?.[index]?.everyCount ?? Number.MAX_VALUE;
    return (this.#attempts.store?.progress(`snapshot ${index}`) ?? 0) >= everyCount;
  }

  /** All rows as they are at one moment; they lie in the outbox before any of them is sent. */
  async #snapshot(index: number): Promise<void> {
    const { store } = this.#attempts;
    const { definition, instance } = this.#core;
    const snapshot = definition.snapshot?.[index];
    if (!store || !snapshot) return;
    const table = tableOf(definition.tables, snapshot.table);
    this.#snapshotCount += 1;
    const records = await untilFree(() =>
      this.#attempts.alone(() =>
        store.transaction(() => {
          store.setProgress(`snapshot ${index}`, 0);
          const nowMs = Date.now();
          return store.all<Row>(`SELECT * FROM "${table.name}"`).map((row, place) => {
            const words = ['snapshot', index, nowMs, this.#snapshotCount, place];
            const key = String(row[table.key] ?? '');
            const record = this.#outgoing(snapshot.topic, key, row, { words, eventMs: nowMs });
            return putIntoOutbox(store, instance, record);
          });
        }),
      ),
    );
    await this.#core.send(records, this.#attempts);
  }
}

function tableOf(
  tables: readonly TableDefinition[] | undefined,
  name: string | undefined,
): TableDefinition {
  const found = tables?.find((table) => table.name === name);
  if (found) return found;
  throw new Error(`The service has no table ${name}`);
}

function parse(text: string | null): Row | null {
  return text === null ? null : (JSON.parse(text) as Row);
}
