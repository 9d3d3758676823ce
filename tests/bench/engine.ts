/** What is measured: a cluster that can be started, stopped and hurt. */
export interface Cluster {
  readonly bootstrap: string;
  /** Everything that the brokers keep lies in it. */
  readonly folder: string;
  /** Starts all brokers on what their folders hold; clients may have to wait until they answer. */
  start(): Promise<void>;
  startBroker(id: number): Promise<void>;
  /** kill -9 */
  killBroker(id: number): Promise<void>;
  /** Process ids by broker id. */
  pids(): ReadonlyMap<number, number>;
  /** Ends all processes; the data stays. */
  stop(): Promise<void>;
}

export interface Engine {
  readonly name: string;
  /** A cluster that has not been started yet, in an empty folder. */
  create(brokers: number, folder: string): Promise<Cluster>;
}

/** One address per broker, on neighbouring ports. */
export function bootstrapOf(brokers: number, firstPort: number): string {
  return Array.from({ length: brokers }, (_, index) => `127.0.0.1:${firstPort + index}`).join(',');
}
