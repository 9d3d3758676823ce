/** Names that follow from a service's own. */
import type { ServiceDefinition } from './definition.ts';

/** The consumer group of a service. */
export function groupOf({ name, group }: ServiceDefinition): string {
  return group ?? `${name}-service`;
}
