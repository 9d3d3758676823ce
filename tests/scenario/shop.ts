/** A small scenario with a bit of everything, for tests that break it in one place. */
export const shop = `format: 2
name: shop
title: { en: Shop, ko: 가게 }
topics:
  - name: orders
    partitions: 3
  - name: payments
  - name: prices
  - name: cancelled
  - name: orders.dlq
    partitions: 1
services:
  - name: order
    tables:
      - name: orders
        key: order_id
        columns: { order_id: text, amount: integer, status: text }
        rows:
          - { order_id: o-0, amount: 5 }
    generate:
      - topic: orders
        ratePerS: 5
        curve: { ramp: { from: 1, to: 10, overS: 60 } }
        entities: { prefix: customer-, count: 10, hot: { count: 2, share: 0.5 } }
        let:
          customer: '"customer-" & $int(1, 200)'
        key: $entity
        value:
          orderId: '"order-" & $id'
          customer: $customer
          amount: >-
            $pick([1, 2, 3])
            * $sequence
        write:
          table: orders
          row: { order_id: orderId, amount: amount }
    consume:
      - topic: payments
        steps:
          - write:
              table: orders
              row: { order_id: orderId, status: '"paid"' }
              conflict: update
    serve:
      - path: /state
        steps:
          - enrich: { table: orders, key: id, as: found }
        reply: $found
  - name: payment
    functions: |
      export function charge(event: { amount: number }) {
        return { ...event, paid: event.amount };
      }
    consume:
      - topic: orders
        retry: { times: 2, backOffMs: 10 }
        deadLetter: orders.dlq
        steps:
          - delay: { minMs: 20, maxMs: 60 }
          - fail: { rate: 0.1, message: The bank is closed }
          - run: charge
          - join: { with: prices, withinMs: 1000, as: [order, price] }
          - aggregate:
              window: { hopping: { sizeMs: 10000, advanceMs: 1000 } }
              fields: { n: count, total: { sum: order.amount } }
          - call: { service: order, path: /state, as: state }
          - call: { url: 'http://localhost:8080/a' }
          - branch:
              - when: n > 3
                steps:
                  - saga:
                      id: key
                      steps: [{ produce: { topic: payments, value: $ } }]
                      compensate: { on: cancelled, steps: [{ log: '"undone"' }] }
links:
  - { from: service/order, to: service/payment }
notes:
  - { name: hint, text: Look here }
frames:
  - { name: money, members: [service/payment, note/hint] }
layout:
  service/order: { x: 0, y: 0 }
script:
  - { atS: 20, down: payment }
  - { after: { topic: orders, count: 5 }, up: payment }
  - { atS: 30, redrive: { topic: orders.dlq } }
expectations:
  - name: all-paid
    left: SELECT count(*) FROM orders
    is: '>='
    right: SELECT in_count FROM run_topics WHERE name = 'payments'
`;
