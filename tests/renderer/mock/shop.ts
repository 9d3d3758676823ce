/** A made-up run of the shop: counters that behave like the real ones. */
import type {
  LocalText,
  Scenario,
  ScenarioRun,
  ServiceTable,
  Speed,
} from '../../../src/main/contract/index.ts';

const text = (en: string, ko: string): LocalText => ({ en, ko });

const services = [
  ['order', 'Order', '주문', [], ['orders']],
  ['payment', 'Payment', '결제', ['orders'], ['payments']],
  ['stock', 'Stock', '재고', ['payments'], ['stock-updates']],
  ['shipping', 'Shipping', '배송', ['stock-updates'], ['shipments']],
  ['notification', 'Notification', '알림', ['orders', 'payments', 'shipments'], []],
  ['analytics', 'Analytics', '분석', ['orders', 'payments', 'stock-updates', 'shipments'], []],
] as const;

const topics = [
  ['orders', 'Orders', '주문'],
  ['payments', 'Payments', '결제'],
  ['stock-updates', 'Stock updates', '재고 변경'],
  ['shipments', 'Shipments', '배송'],
] as const;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object | null ? Mutable<T[K]> : T[K] };

export class MockShop {
  run: Mutable<ScenarioRun> | null = null;
  readonly #consumed = new Map<string, number>();

  readonly scenario: Scenario = {
    name: 'e-commerce',
    title: text('Online shop', '온라인 쇼핑몰'),
    description: text(
      'Orders are placed, paid, taken from stock and shipped. Take the payment service down and see the orders queue up.',
      '주문이 들어오면 결제하고, 재고를 줄이고, 배송해요. 결제 서비스를 내리면 주문이 쌓이는 것을 볼 수 있어요.',
    ),
    services: services.map(([name, en, ko, consumes, produces]) => ({
      name,
      title: text(en, ko),
      description: text(`The ${en.toLowerCase()} service.`, `${ko} 서비스예요.`),
      consumes,
      produces,
      table: name === 'notification' ? 'notifications' : `${name}s`,
    })),
    topics: topics.map(([name, en, ko]) => ({ name, title: text(en, ko), partitionCount: 3 })),
    expectations: [
      {
        name: 'paid',
        title: text('Every order is paid exactly once', '모든 주문은 정확히 한 번 결제돼요'),
      },
      {
        name: 'shipped',
        title: text('Every paid order is shipped', '결제된 주문은 모두 배송돼요'),
      },
    ],
    source: 'name: e-commerce\n',
  };

  list() {
    const { name, title, description } = this.scenario;
    return [
      { name, title, description, serviceCount: 6, topicCount: 4, error: null },
      {
        name: 'broken',
        title: text('broken', 'broken'),
        description: text('', ''),
        serviceCount: 0,
        topicCount: 0,
        error: 'broken.yaml:4:3 services: expected a list, found a number',
      },
    ];
  }

  start(speed: Speed) {
    this.#consumed.clear();
    this.run = {
      runId: 'r1',
      scenario: 'e-commerce',
      phase: 'running',
      speed,
      seed: 42,
      startedAtMs: Date.now(),
      endedAtMs: null,
      error: null,
      services: Object.fromEntries(
        services.map(([name, , , consumes]) => [
          name,
          {
            phase: 'up',
            inCount: 0,
            outCount: 0,
            failedCount: 0,
            retriedCount: 0,
            deadLetteredCount: 0,
            lag: consumes.length > 0 ? 0 : null,
            inPerS: 0,
            outPerS: 0,
            rowCount: 0,
            lastError: null,
          },
        ]),
      ),
      topics: Object.fromEntries(
        topics.map(([name]) => [
          name,
          {
            inCount: 0,
            outCount: 0,
            failedCount: 0,
            retriedCount: 0,
            deadLetteredCount: 0,
            inPerS: 0,
          },
        ]),
      ),
      expectations: {
        paid: { status: 'pending', detail: '0 = 0' },
        shipped: { status: 'pending', detail: '0 = 0' },
      },
    };
    return { runId: 'r1' };
  }

  stop(): null {
    if (this.run) {
      this.run.phase = 'finished';
      this.run.endedAtMs = Date.now();
      for (const service of Object.values(this.run.services)) {
        service.inPerS = 0;
        service.outPerS = 0;
      }
      for (const key of Object.keys(this.run.expectations)) {
        this.run.expectations[key]!.status = this.run.expectations[key]!.detail.includes('<')
          ? 'fails'
          : 'holds';
      }
    }
    return null;
  }

  setSpeed(speed: Speed): null {
    if (this.run) this.run.speed = speed;
    return null;
  }

  setService(service: string, isUp: boolean): null {
    if (this.run) this.run.services[service]!.phase = isUp ? 'up' : 'down';
    return null;
  }

  tick(): void {
    const { run } = this;
    if (run?.phase !== 'running') return;
    const speed = run.speed === 'max' ? 40 : run.speed;
    for (const [name, , , consumes, produces] of services) {
      const service = run.services[name]!;
      const isUp = service.phase === 'up';
      let handled = consumes.length === 0 && isUp ? Math.ceil(2 * speed) : 0;
      let lag = 0;
      for (const topic of consumes) {
        const key = `${name} ${topic}`;
        const done = this.#consumed.get(key) ?? 0;
        const waiting = run.topics[topic]!.inCount - done;
        const taken = isUp ? Math.min(waiting, Math.ceil(4 * speed)) : 0;
        this.#consumed.set(key, done + taken);
        handled += taken;
        lag += waiting - taken;
      }
      service.inPerS = consumes.length > 0 ? handled * 4 : 0;
      service.outPerS = produces.length > 0 ? handled * 4 : 0;
      if (consumes.length > 0) {
        service.inCount += handled;
        service.lag = lag;
      }
      service.rowCount += handled;
      for (const topic of produces) {
        service.outCount += handled;
        run.topics[topic]!.inCount += handled;
        run.topics[topic]!.inPerS = handled * 4;
      }
    }
    const placed = run.topics['orders']!.inCount;
    const paid = run.topics['payments']!.inCount;
    const shipped = run.topics['shipments']!.inCount;
    run.expectations['paid'] = {
      status: 'pending',
      detail: `${paid} ${paid < placed ? '<' : '='} ${placed}`,
    };
    run.expectations['shipped'] = {
      status: 'pending',
      detail: `${shipped} ${shipped < paid ? '<' : '='} ${paid}`,
    };
  }

  table(service: string): ServiceTable {
    const rowCount = this.run?.services[service]?.rowCount ?? 0;
    return {
      table: `${service}s`,
      columns: ['order_id', 'status', 'amount', 'at'],
      rows: Array.from({ length: Math.min(rowCount, 20) }, (_, i) => [
        `o-${rowCount - i}`,
        i % 7 === 3 ? 'RETRIED' : 'DONE',
        12900 + ((rowCount - i) % 5) * 1000,
        new Date(1_760_000_000_000 + (rowCount - i) * 500).toISOString(),
      ]),
      rowCount,
    };
  }
}
