/** The id under which an idempotent producer writes, shared by its partitions. */
import type { KafkaLink } from '../explorer/kafka-link.ts';

export type Identity = { readonly id: bigint; readonly epoch: number };

export const noIdentity: Identity = { id: -1n, epoch: -1 };

export class ProducerId {
  readonly #link: KafkaLink;
  readonly #isWanted: boolean;
  #current: Promise<Identity> | null = null;

  constructor(link: KafkaLink, isWanted: boolean) {
    this.#link = link;
    this.#isWanted = isWanted;
  }

  /** Asks a broker for one when it has none; not idempotent: none at all. */
  async get(): Promise<Identity> {
    if (!this.#isWanted) return noIdentity;
    this.#current ??= this.#ask();
    this.#current.catch(() => {
      this.#current = null;
    });
    return this.#current;
  }

  /** The next `get` brings another one, with sequences that begin at zero. */
  renew(old: Identity): void {
    const current = this.#current;
    if (!current) return;
    void current.then((identity) => {
      // Another partition may have asked for it before.
      if (identity.id === old.id && this.#current === current) this.#current = null;
    });
  }

  async #ask(): Promise<Identity> {
    const response = await this.#link.call('any', 'initProducerId', null, 60_000, -1n, -1);
    return { id: response.producerId, epoch: response.producerEpoch };
  }
}
