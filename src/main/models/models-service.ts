/** Runs of the comparison on the cluster: at most one at a time, the last one is kept. */
import { randomBytes } from 'node:crypto';
import type { KafkaRun, KafkaRunState, ModelsApi } from '../contract/models.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import type { Handlers } from '../transport/rpc.ts';
import { type BrokerPower, KafkaRunner } from './kafka-run.ts';

export class ModelsService {
  readonly #link: KafkaLink;
  readonly #power: BrokerPower | null;
  readonly #listeners = new Set<(state: KafkaRunState) => void>();
  #runner: KafkaRunner | null = null;
  #run: KafkaRun | null = null;

  /** `power`: null where the brokers are somebody else's. */
  constructor(link: KafkaLink, power: BrokerPower | null) {
    this.#link = link;
    this.#power = power;
  }

  handlers(): Handlers<keyof ModelsApi> {
    return {
      'models.runKafka': async ({ workload, partitionCount }) => {
        await this.#stop();
        const id = randomBytes(4).toString('hex');
        this.#runner = new KafkaRunner({
          link: this.#link,
          power: this.#power,
          id,
          workload,
          partitionCount,
          onChange: (run) => this.#publish(run),
        });
        return { id };
      },
      'models.stopKafka': async () => {
        await this.#stop();
        return null;
      },
    };
  }

  /** Calls with the state now and whenever it changes. */
  watch(tell: (state: KafkaRunState) => void): () => void {
    this.#listeners.add(tell);
    tell({ run: this.#run });
    return () => this.#listeners.delete(tell);
  }

  /** Ends a run; resolves when what it made is gone. */
  async close(): Promise<void> {
    await this.#stop();
  }

  async #stop(): Promise<void> {
    const runner = this.#runner;
    this.#runner = null;
    runner?.stop();
    await runner?.ended;
  }

  #publish(run: KafkaRun): void {
    this.#run = run;
    for (const tell of this.#listeners) tell({ run });
  }
}
