/** Random faults from a seed; what was acknowledged with two in-sync replicas is never lost. */
import { expect, it } from 'vitest';
import { Cluster } from './cluster.ts';
import { World } from './world.ts';

const topic = 'orders';
const all = [1, 2, 3];

class Run {
  readonly world: World;
  readonly cluster: Cluster;
  readonly acknowledged: { readonly value: string; readonly offset: number }[] = [];
  private count = 0;
  private down: number | undefined;

  constructor(seed: number) {
    this.world = new World(seed);
    this.cluster = new Cluster(this.world, all, { 'replica.lag.time.max.ms': '1000' });
    this.cluster.createTopic(topic, [all], { 'min.insync.replicas': '2' });
  }

  async step(): Promise<void> {
    const dice = Math.floor(this.world.random() * 20);
    const [from, to] = [this.anyBroker(), this.anyBroker()];
    const { cluster } = this;
    if (dice < 9) this.append();
    else if (dice === 9) cluster.cuts.add(`${from}>${to}`);
    else if (dice === 10) cluster.cuts.clear();
    else if (dice === 11) cluster.isDeaf.add(from);
    else if (dice <= 13) this.hearAll();
    else if (dice === 14) this.moveLeader();
    else if (dice === 15) this.kill(from);
    else if (dice === 16) this.restart();
    await this.world.run(Math.floor(this.world.random() * 40));
  }

  /** Everything works again; the logs of all three in the end. */
  async finish(): Promise<string[][]> {
    this.cluster.cuts.clear();
    this.restart();
    this.hearAll();
    const isWhole = () => {
      const { isr, leader } = this.cluster.topic(topic).partitions[0];
      const ends = all.map((id) => this.partition(id)?.log.logEndOffset);
      const marks = all.map((id) => this.partition(id)?.highWatermark);
      return leader > 0 && isr.length === 3 && new Set([...ends, ...marks]).size === 1;
    };
    if (!(await this.world.runUntil(isWhole, 30_000))) throw new Error('the replicas stay apart');
    return Promise.all(all.map((id) => this.cluster.values(id, topic)));
  }

  private anyBroker(): number {
    return all[Math.floor(this.world.random() * all.length)];
  }

  private partition(id: number) {
    return this.cluster.replicas(id).partition(topic, 0);
  }

  private append(): void {
    const { leader } = this.cluster.topic(topic).partitions[0];
    // Sometimes a client that does not know the new leader yet.
    const target = this.world.random() < 0.8 ? leader : this.anyBroker();
    if (target < 0 || !this.cluster.node(target).isUp) return;
    const value = `v${this.count++}`;
    this.cluster.append(target, topic, value).then(
      (offset) => void this.acknowledged.push({ value, offset }),
      () => undefined,
    );
  }

  private moveLeader(): void {
    const { isr, leader } = this.cluster.topic(topic).partitions[0];
    const next = isr.find((id) => id !== leader && this.cluster.node(id).isUp);
    if (next) this.cluster.changePartition(topic, 0, { leader: next });
  }

  private hearAll(): void {
    this.cluster.isDeaf.clear();
    for (const id of all) this.cluster.deliver(id);
  }

  private kill(id: number): void {
    if (this.down !== undefined) return;
    this.down = id;
    this.cluster.kill(id);
  }

  private restart(): void {
    if (this.down !== undefined) this.cluster.restart(this.down);
    this.down = undefined;
  }
}

const seeds = Array.from({ length: 40 }, (_, index) => index + 1);

it.each(seeds)('seed %i', async (seed) => {
  const run = new Run(seed);
  await run.world.run(50);
  for (let index = 0; index < 120; index++) await run.step();
  const [values, ...others] = await run.finish();
  for (const other of others) expect(other).toEqual(values);
  for (const { value, offset } of run.acknowledged) expect(values[offset]).toBe(value);
  expect(run.acknowledged.length).toBeGreaterThan(0);
});
