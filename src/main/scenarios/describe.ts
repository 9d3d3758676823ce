/** A scenario's definition in the terms of the contract: nothing absent, both languages. */
import type { Text } from '../../scenario/definition/names.ts';
import type { ScenarioDefinition, ServiceDefinition } from '../../scenario/definition/scenario.ts';
import {
  calledServices,
  deadLetterTopics,
  producedTopics,
  readTopics,
} from '../../scenario/service-links.ts';
import type { LocalText, Scenario, ScenarioService } from '../contract/scenarios.ts';

const defaultPartitionCount = 3;

/** One language stands for both; absent: `fallback`. */
export function localText(text: Text | undefined, fallback: string): LocalText {
  if (text === undefined) return { en: fallback, ko: fallback };
  return typeof text === 'string' ? { en: text, ko: text } : text;
}

/** All but what is about the file. */
export function describeDefinition(
  definition: ScenarioDefinition,
): Omit<Scenario, 'hasCode' | 'source' | 'isOwn'> {
  const { name, topics, services, links = [], notes = [], frames = [] } = definition;
  const letters = new Set(deadLetterTopics(definition));
  return {
    name,
    title: localText(definition.title, name),
    description: localText(definition.description, ''),
    category: definition.category ?? null,
    explanation: localText(definition.explanation, ''),
    experiment: localText(definition.experiment, ''),
    services: services.map((service) => describeService(service)),
    topics: topics.map((topic) => ({
      name: topic.name,
      title: localText(topic.title, topic.name),
      description: localText(topic.description, ''),
      partitionCount: topic.partitions ?? defaultPartitionCount,
      isDeadLetter: letters.has(topic.name),
    })),
    links: links.map(({ from, to, title }) => ({ from, to, title: localText(title, '') })),
    notes: notes.map((note) => ({ name: note.name, text: localText(note.text, '') })),
    frames: frames.map((frame) => ({
      name: frame.name,
      title: localText(frame.title, frame.name),
      members: frame.members,
    })),
    layout: definition.layout ?? {},
    expectations: (definition.expectations ?? []).map((expectation) => ({
      name: expectation.name,
      title: localText(expectation.title, expectation.name),
    })),
  };
}

function describeService(service: ServiceDefinition): ScenarioService {
  return {
    name: service.name,
    title: localText(service.title, service.name),
    description: localText(service.description, ''),
    consumes: readTopics(service),
    produces: producedTopics(service),
    calls: calledServices(service),
    tables: (service.tables ?? []).map(({ name }) => name),
    instanceCount: service.instances ?? 1,
    delivery: service.delivery ?? 'at-least-once',
    isGenerator: service.generate !== undefined,
  };
}
