/** What a worker tells of itself, so bounded that a flood of it hurts nobody. */
import type { ScenarioFlow, ServiceLog } from '../../contract/scenarios.ts';
import type { WorkerEvent } from '../run-messages.ts';

type Sample = Omit<ScenarioFlow['samples'][number], 'sequence'>;
type Line = ServiceLog['lines'][number];

const samplesPerTurn = 4;
const linesPerTurn = 50;
const messageMax = 500;
/** Five turns a second make 20 samples of each topic and kind. */
export const turnMs = 200;

export class Telling {
  readonly #service: string;
  readonly #instance: number;
  readonly #tell: (event: WorkerEvent) => void;
  #samples: Sample[] = [];
  readonly #room = new Map<string, number>();
  #lines: Line[] = [];
  #droppedCount = 0;

  constructor(service: string, instance: number, tell: (event: WorkerEvent) => void) {
    this.#service = service;
    this.#instance = instance;
    this.#tell = tell;
  }

  /** Whether a sample of this topic and kind is wanted in this turn; asks once for each record. */
  wants(topic: string, kind: Sample['kind']): boolean {
    return (this.#room.get(kind + topic) ?? samplesPerTurn) > 0;
  }

  sample(
    topic: string,
    kind: Sample['kind'],
    place: { readonly partition: number; readonly offset: number },
    key: string | Buffer | null,
  ): void {
    const name = kind + topic;
    const room = this.#room.get(name) ?? samplesPerTurn;
    if (room === 0) return;
    this.#room.set(name, room - 1);
    const { partition, offset } = place;
    const service = this.#service;
    const text = (typeof key === 'string' ? key : (key?.toString() ?? '')).slice(0, 200);
    this.#samples.push({ atMs: Date.now(), service, topic, kind, partition, offset, key: text });
  }

  log(level: Line['level'], message: string): void {
    if (this.#lines.length >= linesPerTurn) {
      this.#droppedCount += 1;
      return;
    }
    const text = message.length > messageMax ? `${message.slice(0, messageMax)}…` : message;
    this.#lines.push({ atMs: Date.now(), instance: this.#instance, level, message: text });
  }

  /** Sends what has gathered; called each turn. */
  flush(): void {
    this.#room.clear();
    if (this.#samples.length > 0) this.#tell({ type: 'flow', samples: this.#samples });
    this.#samples = [];
    if (this.#droppedCount > 0) {
      const message = `${this.#droppedCount} more lines were left out`;
      this.#droppedCount = 0;
      this.#lines.push({ atMs: Date.now(), instance: this.#instance, level: 'warn', message });
    }
    if (this.#lines.length > 0) this.#tell({ type: 'log', lines: this.#lines });
    this.#lines = [];
  }
}
