/** What a topic may be called. */

const nameLengthMax = 249;
const legalName = /^[a-zA-Z0-9._-]+$/;

/** Why the name is not allowed; undefined when it is. */
export function topicNameProblem(name: string): string | undefined {
  const prefix = 'Topic name is invalid:';
  if (name === '') return `${prefix} the empty string is not allowed`;
  if (name === '.' || name === '..') return `${prefix} '${name}' is not allowed`;
  if (name.length > nameLengthMax) {
    return (
      `${prefix} the length of '${name}' is longer than the max allowed length ` +
      `${nameLengthMax}`
    );
  }
  if (!legalName.test(name)) {
    return (
      `${prefix} '${name}' contains one or more characters other than ` +
      "ASCII alphanumerics, '.', '_' and '-'"
    );
  }
  return undefined;
}

/** Names that are equal in this form would share their metric names. */
export const collisionForm = (name: string): string => name.replaceAll('.', '_');

export const hasCollisionCharacters = (name: string): boolean => /[._]/.test(name);

const internalTopics = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
]);

/** Kept by the brokers for themselves. */
export const isInternalTopic = (name: string): boolean => internalTopics.has(name);

export const metadataTopic = '__cluster_metadata';
