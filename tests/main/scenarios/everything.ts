/** A scenario of all blocks, for those who have to cope with each. */

/** Every kind of block that a starter has, and every one that it has not. */
export const everything = `
format: 2
name: everything
title: "Quotes ' and \\" and $dollars"
topics: [{ name: in }, { name: other }, { name: side-1 }, { name: side-2 }, { name: out.one }, { name: out_two }, { name: dlq }]
services:
  - name: new
    title: A word of the language
    delivery: exactly-once
    tables:
      - { name: rows, key: id, columns: { id: text, n: integer }, rows: [{ id: a, n: 1 }] }
    functions: |
      export function double(event) { return { ...event, n: event.n * 2 }; }
    generate:
      - topic: in
        ratePerS: 2
        count: 5
        entities: { prefix: e-, count: 10, hot: { count: 1, share: 0.5 } }
        let: { n: '$int(1, 9)' }
        key: $entity
        value: { id: $id, n: $n, "odd name": '"it''s \${x} \\\\ \\"q\\""' }
        headers: { h: '"1"' }
        write: { table: rows, row: { id: id, n: n } }
        duplicatePercent: 1
        lostPercent: 1.5
        curve: { wave: { low: 1, high: 2, everyS: 3 } }
    consume:
      - topic: in
        retry: { times: 2, backOffMs: 10, factor: 1.5, maxMs: 100 }
        deadLetter: dlq
        steps:
          - let: { a: n, b: $a + 1 }
          - filter: n > 0
          - deduplicate: { key: id, withinMs: 1000 }
          - enrich: { table: rows, key: id, as: found }
          - write: { table: rows, row: { id: id, n: n }, conflict: add, unless: $row.n > 5 }
          - sql: { run: "SELECT count(*) AS c FROM rows WHERE id = :id", params: { id: id }, as: counted }
          - run: double
          - call: { service: door, path: /ask, as: answer, timeoutMs: 100 }
          - delay: 1
          - fail: { every: 100, message: 'now "and" then', isFinal: true }
          - log: '"got " & id'
          - branch:
              - when: n > 5
                steps: [{ produce: { topic: out.one, key: id } }]
              - steps: [{ split: "[n, n]" }, { map: { n: $ } }]
          - join: { with: side-1, withinMs: 500, as: [left, right], key: id, withKey: id }
          - join: { with: side-2, withinMs: 500, as: [left, right], kind: left }
          - aggregate: { window: { hopping: { sizeMs: 1000, advanceMs: 500, graceMs: 10 } }, fields: { c: count, s: { sum: n }, m: { average: n } }, emit: closed, late: dlq }
          - aggregate: { window: { session: { gapMs: 10 } }, fields: { c: count } }
          - route: { to: '"out_two"', topics: [out_two], value: { n: c } }
          - outbox: { topic: out.one }
      - topic: other
        steps:
          - saga:
              id: id
              steps: [{ produce: { topic: out_two } }]
              compensate: { on: dlq, when: n > 1, steps: [{ produce: { topic: out.one } }] }
    timers: [{ name: tick, everyMs: 1000, steps: [{ produce: { topic: out_two, value: { t: $nowMs } } }] }]
    capture: [{ table: rows, topic: out_two }]
    snapshot: [{ table: rows, topic: out_two, everyCount: 10 }]
  - name: door
    serve: [{ path: /ask, steps: [{ map: { ok: "true" } }], reply: { ok: ok } }]
`;
