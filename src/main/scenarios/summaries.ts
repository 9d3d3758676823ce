/** What a list shows of a scenario. */
import { parse } from 'yaml';
import { z } from 'zod';
import { text } from '../../scenario/definition/names.ts';
import type { ScenarioDefinition } from '../../scenario/definition/scenario.ts';
import type { ScenarioSummary } from '../contract/scenarios.ts';
import { localText } from './describe.ts';

type Summary = Omit<ScenarioSummary, 'name' | 'isOwn'>;

const head = z.object({
  name: z.string(),
  title: text,
  description: text.optional(),
  category: z.string().optional(),
});

/** Of a scenario that was read as a whole. */
export function fullSummary(definition: ScenarioDefinition): Summary {
  const { name, title, description, category, services, topics } = definition;
  return {
    title: localText(title, name),
    description: localText(description, ''),
    category: category ?? null,
    serviceCount: services.length,
    topicCount: topics.length,
    error: null,
  };
}

/**
 * From the beginning of a file and the lines that begin its topics and services, for files known
 * to be right; null where it is not written in the usual way.
 */
export function quickSummary(source: string): Summary | null {
  const at = /^topics:$/m.exec(source)?.index;
  const topicCount = itemCount(source, 'topics');
  const serviceCount = itemCount(source, 'services');
  if (at === undefined || topicCount === 0 || serviceCount === 0) return null;
  const read = head.safeParse(parse(source.slice(0, at)));
  if (!read.success) return null;
  const { name, title, description, category = null } = read.data;
  return {
    title: localText(title, name),
    description: localText(description, ''),
    category,
    serviceCount,
    topicCount,
    error: null,
  };
}

/** Items of a list at the top of the file, one level in. */
function itemCount(source: string, key: string): number {
  const [, after = ''] = source.split(new RegExp(`^${key}:$`, 'm'));
  const [own = ''] = after.split(/^[a-zA-Z]/m);
  return own.match(/^ {2}- /gm)?.length ?? 0;
}
