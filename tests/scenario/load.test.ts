import { describe, expect, it } from 'vitest';
import { checkScenario, loadScenario } from '../../src/scenario/load.ts';
import { shop } from './shop.ts';

/** The faults of the shop with one change, each with the text at its place. */
function faultsOf(before: string, after: string) {
  expect(shop).toContain(before);
  const source = shop.replace(before, after);
  return checkScenario(source).faults.map((fault) => ({
    ...fault,
    at: source.split('\n')[fault.line - 1]?.slice(fault.column - 1) ?? '',
  }));
}

type Case = readonly [
  before: string,
  after: string,
  at: string,
  expected: string | RegExp,
  found: string,
  nearest?: string | null,
];

function titled(faults: readonly Case[]) {
  return faults.map((fault) => ({ fault, title: `${fault[0]} as ${fault[1]}` }));
}

function seen([before, after, at]: Case) {
  return faultsOf(before, after).map(({ expected, found, nearest, at: text }) => ({
    at: text.slice(0, at.length),
    expected,
    found,
    nearest,
  }));
}

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}

function wanted([, , at, expected, found, nearest = null]: Case) {
  const words = typeof expected === 'string' ? exactly(expected) : expected;
  return [{ at, expected: expect.stringMatching(words) as string, found, nearest }];
}

describe('a right scenario', () => {
  it('has no fault', () => {
    const { definition, faults } = checkScenario(shop);
    expect(faults).toEqual([]);
    expect(definition?.services.map(({ name }) => name)).toEqual(['order', 'payment']);
    expect(loadScenario(shop, 'shop.yaml')).toEqual(definition);
  });
});

describe('faults of form are told with their place, what was expected, and the nearest name', () => {
  it.each(
    titled([
      ['ratePerS: 5', 'ratePerS: fast', 'fast', 'a number', '"fast"'],
      [
        'ratePerS: 5',
        'rate: 5',
        'rate: 5',
        /^one of the keys topic, ratePerS, /,
        '"rate"',
        'ratePerS',
      ],
      ['ratePerS: 5', 'ratePerS: 0', '0', 'a number of more than 0', '0'],
      ['name: shop', 'name: Shop', 'Shop', 'a name of lower-case letters, digits and -', '"Shop"'],
      ['- name: prices', '- name: prices\n  - name: ..', '..', /^a topic name/, '".."'],
      ['let:', 'let:\n          "a b": a', '"a b"', /^a name of letters, digits and _$/, '"a b"'],
      ['name: shop\n', '', 'format', 'a text', 'nothing'],
      ['format: 2', 'format: 3', '3', /^format 2 or older: this file needs a newer Rivulet$/, '3'],
      ['format: 2', 'format: two', 'two', '2', '"two"'],
      ['ko: 가게', 'kr: 가게', 'kr', 'one of the keys en, ko', '"kr"', 'ko'],
      ['{ en: Shop, ko: 가게 }', '[Shop]', '[Shop]', 'a text or a mapping', 'a list'],
      ['partitions: 1\n', 'partitions: 1.5\n', '1.5', 'a whole number', '1.5'],
      ['partitions: 1\n', 'partitions: .inf\n', '.inf', 'a number', 'Infinity'],
      ['status: text', 'status: txt', 'txt', '"text" or "integer" or "real"', '"txt"', 'text'],
      ['n: count', '"n-": count', '"n-"', /^a name of letters, digits/, '"n-"'],
      ['ramp:', 'rampe:', 'rampe', 'one of the keys ramp, wave, burst', '"rampe"', 'ramp'],
      ['overS: 60', 'over: 60', 'over', 'one of the keys from, to, overS', '"over"', 'overS'],
      ['- run: charge', '- runn: charge', 'runn', /^one of the keys map, let, /, '"runn"', 'run'],
      [
        '- run: charge',
        '- { run: charge, log: a }',
        '{ run',
        /^exactly one of map, /,
        'run and log',
      ],
      ['- run: charge', '- run', 'run', 'a mapping', '"run"'],
      ['- run: charge', '-\n', '', 'a mapping', 'an empty value'],
      ['minMs: 20', 'min: 20', 'min', 'one of the keys minMs, maxMs', '"min"', 'minMs'],
      ['n: count', 'n: cuont', 'cuont', '"count"', '"cuont"', 'count'],
      ['{ sum: order.amount }', '{ summ: a }', 'summ', /^one of the keys sum, /, '"summ"', 'sum'],
      [
        'hopping: { sizeMs',
        'hopping: { size',
        'size',
        /^one of the keys sizeMs, /,
        '"size"',
        'sizeMs',
      ],
      ['on: cancelled, ', '', '{ steps', 'a text', 'nothing'],
      ['when: n > 3', 'wen: n > 3', 'wen', 'one of the keys when, steps', '"wen"', 'when'],
      ["is: '>='", 'is: more', 'more', /^"=" or "!=" or /, '"more"'],
      ['{ x: 0, y: 0 }', '{ x: 0 }', '{ x: 0 }', 'a number', 'nothing'],
      ['name: shop', 'name: shop\nname: other', 'name: other', 'each key once', 'name again'],
      ['name: shop', 'name: *shop', '*shop', /./, '*shop'],
    ]),
  )('$title', ({ fault }) => {
    expect(seen(fault)).toEqual(wanted(fault));
  });
});

describe('faults of names and sizes', () => {
  const topics = 'one of the topics orders, payments, prices, cancelled, orders.dlq';
  const columns = 'one of the columns order_id, amount, status';
  it.each(
    titled([
      ['topic: payments\n', 'topic: payment\n', 'payment', topics, 'payment', 'payments'],
      ['with: prices', 'with: price', 'price', topics, 'price', 'prices'],
      ['on: cancelled', 'on: canceled', 'canceled', topics, 'canceled', 'cancelled'],
      [
        'produce: { topic: payments',
        'produce: { topic: paymnets',
        'paymnets',
        topics,
        'paymnets',
        'payments',
      ],
      ['count: 5 }', 'count: 5 , topik: a}', 'topik', /./, '"topik"', 'topic'],
      [
        '- name: prices',
        '- name: prices\n  - name: orders',
        'orders',
        'a name of its own',
        'orders again',
      ],
      [
        '  - name: payment\n',
        '  - name: order\n  - name: payment\n',
        'order',
        'a name of its own',
        'order again',
      ],
      [
        'with: prices',
        'with: orders',
        'orders',
        'each topic once in a service',
        'orders, which is consumed already',
      ],
      [
        'on: cancelled',
        'on: prices',
        'prices',
        'each topic once in a service',
        'prices, which is joined already',
      ],
      ['key: order_id', 'key: order', 'order', columns, 'order', 'order_id'],
      [
        'rows:\n          - { order_id: o-0, amount: 5 }',
        'rows: [{ order_id: a, amont: 5 }]',
        'amont',
        columns,
        'amont',
        'amount',
      ],
      ['order_id: o-0, amount: 5', 'order_id: o-0, amount: 5.5', '5.5', 'a whole number', '5.5'],
      ['order_id: o-0, amount: 5', 'order_id: 5', '5', 'a text', '5'],
      [
        '- { order_id: o-0, amount: 5 }',
        '- { amount: 5 }',
        '{ amount',
        'the key column order_id',
        'amount',
      ],
      [
        'row: { order_id: orderId, amount: amount }',
        'row: { order_id: orderId, amonut: a }',
        'amonut',
        columns,
        'amonut',
        'amount',
      ],
      [
        'row: { order_id: orderId, status: \'"paid"\' }',
        'row: { status: a }',
        '{ status',
        'the key column order_id',
        'status',
      ],
      [
        'write:\n              table: orders',
        'write:\n              table: order',
        'order',
        'one of the tables of this service orders',
        'order',
        'orders',
      ],
      [
        'enrich: { table: orders',
        'enrich: { table: order',
        'order,',
        'one of the tables of this service orders',
        'order',
        'orders',
      ],
      [
        '- name: orders.dlq',
        '- name: orders_dlq\n  - name: orders.dlq',
        'orders.dlq',
        'a name that differs in more than . and _',
        'orders.dlq, beside orders_dlq',
      ],
      [
        'ramp: { from: 1, to: 10, overS: 60 }',
        'wave: { low: 5, high: 1, everyS: 60 }',
        '1,',
        'at least low, 5',
        '1',
      ],
      [
        'ramp: { from: 1, to: 10, overS: 60 }',
        'burst: { factor: 5, everyS: 10, forS: 60 }',
        '60',
        'at most everyS, 10',
        '60',
      ],
      ['count: 2, share', 'count: 20, share', '20', 'at most the 10 entities that there are', '20'],
      ['maxMs: 60', 'maxMs: 6', '6', 'at least minMs, 20', '6'],
      [
        '- run: charge',
        '- run: charg',
        'charg',
        'one of the functions of this service charge',
        'charg',
        'charge',
      ],
      ['as: [order, price]', 'as: [order, order]', 'order]', 'another name', 'order again'],
      ['advanceMs: 1000', 'advanceMs: 20000', '20000', 'at most the size, 10000', '20000'],
      ['advanceMs: 1000', 'advanceMs: 0', '0', 'a number of at least 1', '0'],
      ['advanceMs: 1000', 'advanceMs: 1', '1', 'at most 1000 windows at a time', '10000'],
      [
        '              window: { hopping: { sizeMs: 10000, advanceMs: 1000 } }\n',
        '              emit: closed\n',
        'closed',
        'a window, whose end it waits for',
        'no window',
      ],
      [
        'service: order, path: /state',
        'service: orders, path: /state',
        'orders',
        'one of the services order, payment',
        'orders',
        'order',
      ],
      [
        'path: /state, as',
        'path: /stat, as',
        '/stat',
        'one of the paths that order serves /state',
        '/stat',
        '/state',
      ],
      [
        "{ url: 'http://localhost:8080/a' }",
        '{ as: a }',
        '{ as',
        'exactly one of service, url',
        'none of them',
      ],
      [
        "{ url: 'http://localhost:8080/a' }",
        '{ service: order, path: /state, url: "http://localhost" }',
        'url',
        'exactly one of service, url',
        'service and url',
      ],
      [
        'from: service/order,',
        'from: service/orders,',
        'service/orders',
        /^one of the nodes service\/order, /,
        'service/orders',
        'service/order',
      ],
      ['note/hint]', 'note/hind]', 'note/hind', /^one of the nodes/, 'note/hind', 'note/hint'],
      [
        'note/hint]',
        'service/payment]',
        'service/payment]',
        'each node in one frame',
        'service/payment again',
      ],
      [
        'service/order: { x',
        'service/ordre: { x',
        'service/ordre',
        /^one of the nodes/,
        'service/ordre',
        'service/order',
      ],
      ['atS: 20, down', 'down', '{ down', 'exactly one of atS, after', 'none of them'],
      [
        '{ atS: 20, down: payment }',
        '{ atS: 20, down: payment, up: order }',
        'up: order',
        /^exactly one of down, up, /,
        'down and up',
      ],
      [
        'down: payment }',
        'down: payments }',
        'payments',
        'one of the services order, payment',
        'payments',
        'payment',
      ],
      [
        'redrive: { topic: orders.dlq }',
        'redrive: { topic: orders }',
        'orders',
        'one of the dead-letter topics orders.dlq',
        'orders',
        'orders.dlq',
      ],
    ]),
  )('$title', ({ fault }) => {
    expect(seen(fault)).toEqual(wanted(fault));
  });

  it.each([
    'http://example.com/',
    'https://localhost.example.com',
    'http://localhost@example.com',
    'http://localhost:80@example.com',
    'http://10.0.0.1/',
    'file:///etc/passwd',
    'localhost:80',
  ])('a call of %s', (url) => {
    const fault: Case = [
      "'http://localhost:8080/a'",
      JSON.stringify(url),
      JSON.stringify(url),
      'a URL of this machine, as http://localhost:8080/path',
      JSON.stringify(url),
    ];
    expect(seen(fault)).toEqual(wanted(fault));
  });

  it('a join where there is no topic to join with', () => {
    const fault: Case = [
      '- enrich: { table: orders, key: id, as: found }',
      '- enrich: { table: orders, key: id, as: found }\n          - join: { with: prices, withinMs: 1, as: [a, b] }',
      '{ with: prices',
      'a join in `consume`, which has a topic',
      'one in serve',
    ];
    expect(seen(fault)).toEqual(wanted(fault));
  });
});

describe('dead letters', () => {
  it.each([
    ['orders', 'another topic', 'orders itself'],
    ['orders.dql', /^one of the topics/, 'orders.dql'],
  ])('into %s', (topic, expected, found) => {
    const [first, second, ...more] = faultsOf('deadLetter: orders.dlq', `deadLetter: ${topic}`);
    expect(first).toMatchObject({ expected: expect.stringMatching(expected), found });
    expect(second).toMatchObject({ path: 'script.2.redrive.topic', found: 'orders.dlq' });
    expect(more).toEqual([]);
  });
});

describe('expressions', () => {
  it.each(
    titled([
      [
        'n > 3',
        'n >',
        '>',
        'a JSONata expression',
        'Unexpected end of expression (at character 3)',
      ],
      [
        '$int(1, 200)',
        '$int(1, 200',
        "0'",
        'a JSONata expression',
        'Expected ")" before end of expression (at character 25)',
      ],
      [
        '* $sequence',
        '* * $sequence',
        '$sequence',
        'a JSONata expression',
        'Syntax error: "sequence" (at character 30)',
      ],
      [
        '* $sequence',
        '* $sequnce',
        '$sequnce',
        /^a variable: \$customer, /,
        '$sequnce',
        '$sequence',
      ],
      [
        '$pick([1',
        '$pikc([1',
        '$pikc',
        'a function of JSONata, of Rivulet or of this service',
        '$pikc',
        '$pick',
      ],
      [
        'customer: $customer',
        'customer: $custmer',
        '$custmer',
        /^a variable: /,
        '$custmer',
        '$customer',
      ],
      ['reply: $found', 'reply: $fond', '$fond', /^a variable: /, '$fond', '$found'],
    ]),
  )('$title', ({ fault }) => {
    expect(seen(fault)).toEqual(wanted(fault));
  });

  it.each(['$map(a, function($x) { $x * $key })', '($y := 1; $y)', 'a@$i#$n.{"b": $i, "c": $n}'])(
    'may name what they bind: %s',
    (text) => {
      expect(faultsOf('n > 3', JSON.stringify(text))).toEqual([]);
    },
  );
});

describe('all faults at once', () => {
  it('in the order of the text, of form and of names', () => {
    const source = shop
      .replace('partitions: 3', 'partition: 3')
      .replace('topic: payments\n', 'topic: payment\n')
      .replace('advanceMs: 1000', 'advanceMs: 20000')
      .replace('minMs: 20', 'minMs: soon')
      .replace('down: payment }', 'down: nobody }');
    const { definition, faults } = checkScenario(source);
    expect(definition).toBeNull();
    expect(faults.map(({ path }) => path)).toEqual([
      'topics.0.partition',
      'services.0.consume.0.topic',
      'services.1.consume.0.steps.0.delay.minMs',
      'services.1.consume.0.steps.4.aggregate.window.hopping.advanceMs',
      'script.0.down',
    ]);
    expect(() => loadScenario(source, 'shop.yaml')).toThrow(
      expect.objectContaining({
        code: 'scenario-invalid',
        data: expect.objectContaining({ file: 'shop.yaml', line: 6, column: 5 }),
        message: expect.stringMatching(
          /^shop\.yaml:6:5: expected one of the keys .* \(did you mean partitions\?\)$/,
        ),
      }),
    );
  });

  it('does not ask for what a faulty part would have given', () => {
    const faults = faultsOf('  - name: prices\n', '  - name: prices\n    replication: none\n');
    expect(faults.map(({ path }) => path)).toEqual(['topics.2.replication']);
    const left = faultsOf('  - name: prices\n', '  - { name: prices, title: 5, x: 1 }\n');
    expect(left.map(({ path }) => path)).toEqual(['topics.2.title', 'topics.2.x']);
  });

  it.each([
    '',
    '[]',
    '7',
    'null',
    '- a',
    '"text"',
    '{}',
    '#',
    '---\n---\n',
    '\t',
    '\uFEFF',
    '%YAML 1.1',
  ])('a file of %j is no scenario', (source) => {
    const { faults } = checkScenario(source);
    expect(faults.length).toBeGreaterThan(0);
    expect(() => loadScenario(source, 'empty.yaml')).toThrow(
      expect.objectContaining({ code: 'scenario-invalid' }),
    );
  });
});
