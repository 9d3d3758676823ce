/** What can be done to a run while it goes on, by its script or by a person. */
import type {
  ScenarioDefinition,
  ScriptEventDefinition,
} from '../../scenario/definition/scenario.ts';
import { groupOf, readTopics } from '../../scenario/service-links.ts';
import type { RunEvent, ServiceTrouble } from '../contract/scenarios.ts';
import { rootMessage } from '../explorer/kafka-errors.ts';
import type { KafkaLink } from '../explorer/kafka-link.ts';
import { topicOf } from '../explorer/metadata.ts';
import { poison, redrive } from './dead-letters.ts';
import type { RunnerEvent } from './run-messages.ts';
import type { RunServices } from './run-services.ts';
import { type Offsets, startGroup } from './run-topics.ts';
import { emptyTables } from './state/tables.ts';

type Note = (event: Omit<RunEvent, 'atMs'>) => void;

export type RunActionsOptions = {
  readonly link: KafkaLink;
  readonly scenario: ScenarioDefinition;
  readonly services: RunServices;
  readonly runDir: string;
  readonly signal: AbortSignal;
  /** Where each partition ended when the run began. */
  readonly starts: () => Offsets;
  readonly note: Note;
  readonly tell: (event: RunnerEvent) => void;
};

type By = RunEvent['by'];

/** Every action is recorded among the run's events when it is done. */
export class RunActions {
  readonly #options: RunActionsOptions;

  constructor(options: RunActionsOptions) {
    this.#options = options;
  }

  /** One event of the script; what goes wrong is told and does not end the run. */
  async perform(event: ScriptEventDefinition): Promise<void> {
    try {
      await this.#perform(event);
    } catch (error) {
      const message = `The script could not go on as written: ${rootMessage(error)}`;
      this.#options.note({ by: 'run', kind: 'say', subject: '', detail: message });
    }
  }

  /** Of an event whose condition can not come true any more. */
  skip({ after }: ScriptEventDefinition): void {
    const detail = `Left out: ${after?.topic ?? ''} does not come to ${after?.count ?? 0} records.`;
    this.#options.note({ by: 'script', kind: 'say', subject: after?.topic ?? '', detail });
  }

  async setService(service: string, isUp: boolean, by: By): Promise<void> {
    const { services, note } = this.#options;
    services.named(service);
    note({ by, kind: isUp ? 'up' : 'down', subject: service, detail: '' });
    await services.setUp(service, isUp, by === 'person');
  }

  async scale(service: string, instanceCount: number, by: By): Promise<void> {
    const { services, note } = this.#options;
    const { definition } = services.named(service);
    note({ by, kind: 'instances', subject: service, detail: instanceCount });
    await services.scale(service, instanceCount, await this.#partitionMax(definition));
  }

  trouble(service: string, trouble: ServiceTrouble, by: By): void {
    const { services, note } = this.#options;
    const thread = services.named(service);
    const before = thread.trouble;
    thread.setTrouble(trouble);
    if (trouble.slowFactor !== before.slowFactor) {
      note({ by, kind: 'slow', subject: service, detail: trouble.slowFactor });
    }
    if (trouble.failEvery !== before.failEvery) {
      note({ by, kind: 'failEvery', subject: service, detail: trouble.failEvery });
    }
  }

  /** Down, emptied, its group put back to where it began, and up again if it was up. */
  async rebuild(service: string, by: By): Promise<void> {
    const { link, services, runDir, signal, starts, note } = this.#options;
    const thread = services.named(service);
    const { definition, isWanted } = thread;
    note({ by, kind: 'rebuild', subject: service, detail: '' });
    await thread.down();
    emptyTables(runDir, definition);
    if (definition.consume !== undefined) {
      const to = definition.from === 'beginning' ? 'earliest' : starts();
      const groupId = groupOf(definition);
      await startGroup(link, { groupId, topics: readTopics(definition), to }, signal);
    }
    if (isWanted && !signal.aborted) thread.up();
  }

  async #perform(event: ScriptEventDefinition): Promise<void> {
    const { link, services, scenario, note, tell } = this.#options;
    const by = 'script';
    if (event.say !== undefined) {
      const { say } = event;
      const detail = typeof say === 'string' ? { en: say, ko: say } : say;
      note({ by, kind: 'say', subject: '', detail });
    }
    if (event.down !== undefined) await this.setService(event.down, false, by);
    if (event.up !== undefined) await this.setService(event.up, true, by);
    if (event.slow) {
      const { service, factor: slowFactor } = event.slow;
      this.trouble(service, { ...services.named(service).trouble, slowFactor }, by);
    }
    if (event.failEvery) {
      const { service, count: failEvery } = event.failEvery;
      this.trouble(service, { ...services.named(service).trouble, failEvery }, by);
    }
    if (event.instances) await this.scale(event.instances.service, event.instances.count, by);
    if (event.rebuild !== undefined) await this.rebuild(event.rebuild, by);
    if (event.poison) {
      const { topic } = event.poison;
      const { partition, offset } = await poison(link, topic);
      note({
        by,
        kind: 'poison',
        subject: topic,
        detail: `partition ${partition}, offset ${offset}`,
      });
    }
    if (event.redrive) {
      const { topic } = event.redrive;
      note({
        by,
        kind: 'redrive',
        subject: topic,
        detail: await redrive(link, scenario.name, topic),
      });
    }
    if (event.killLeader) {
      const { topic } = event.killLeader;
      const known = topicOf(await link.metadata({ isFresh: true }), topic);
      tell({ type: 'kill-leader', topic, brokerId: known.partitions[0]?.leader ?? -1 });
    }
  }

  /** So many instances of a service can have something to do. */
  async #partitionMax(definition: ScenarioDefinition['services'][number]): Promise<number> {
    const { topics } = await this.#options.link.metadata();
    const counts = readTopics(definition).map((name) => topics.get(name)?.partitions.length ?? 0);
    return Math.max(1, ...counts);
  }
}
