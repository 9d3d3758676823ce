/** Lets records through, or holds them back while the run is paused, but for single steps. */

type Waiter = { readonly rank: number; readonly resolve: (isStep: boolean) => void };

export class Gate {
  #isPaused = false;
  #isStepWanted = false;
  #waiters: Waiter[] = [];
  readonly #onStepped: () => void;

  constructor(onStepped: () => void) {
    this.#onStepped = onStepped;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (isPaused) return;
    this.#isStepWanted = false;
    for (const { resolve } of this.#waiters.splice(0)) resolve(false);
  }

  /** One record may pass: of who waits, else of who comes first. */
  step(): void {
    if (!this.#isPaused) return;
    const [first] = this.#waiters.toSorted((left, right) => left.rank - right.rank);
    if (!first) {
      this.#isStepWanted = true;
      return;
    }
    this.#waiters = this.#waiters.filter((waiter) => waiter !== first);
    first.resolve(true);
  }

  cancelStep(): void {
    this.#isStepWanted = false;
  }

  /** The service ends: nobody is held back any more. */
  open(): void {
    this.setPaused(false);
  }

  /**
   * Resolves when there is a way through. True: for one record, after which `stepped` is called.
   * The lower the rank, the sooner a step is its turn.
   */
  async pass(rank: number): Promise<boolean> {
    if (!this.#isPaused) return false;
    if (this.#isStepWanted) {
      this.#isStepWanted = false;
      return true;
    }
    return new Promise((resolve) => this.#waiters.push({ rank, resolve }));
  }

  stepped(): void {
    this.#onStepped();
  }
}
