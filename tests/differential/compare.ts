/** Field by field: where two answers in normal form differ. */
export type FieldDifference = {
  /** Names of fields with dots between; without the places of elements in lists. */
  readonly path: string;
  readonly kafka: unknown;
  readonly rivulet: unknown;
};

/** In place of a value where there is none. */
export const nothing = '<nothing>';

/** What tells one element of a list from another. */
const identities = [
  'name',
  'topicName',
  'topic',
  'topicId',
  'apiKey',
  'groupId',
  'group',
  'key',
  'resourceName',
  'partitionIndex',
  'partition',
  'partitionId',
  'index',
  'nodeId',
  'brokerId',
  'producerId',
  'memberId',
  'path',
  'logDir',
];

export function compare(kafka: unknown, rivulet: unknown, path = ''): FieldDifference[] {
  if (same(kafka, rivulet)) return [];
  if (Array.isArray(kafka) && Array.isArray(rivulet)) return compareLists(kafka, rivulet, path);
  if (isObject(kafka) && isObject(rivulet)) {
    const names = new Set([...Object.keys(kafka), ...Object.keys(rivulet)]);
    return [...names].flatMap((name) =>
      compare(kafka[name], rivulet[name], path === '' ? name : `${path}.${name}`),
    );
  }
  return [{ path, kafka, rivulet }];
}

function compareLists(kafka: unknown[], rivulet: unknown[], path: string): FieldDifference[] {
  const left = [...rivulet];
  const unmatched = kafka.filter((element) => {
    const at = left.findIndex((other) => same(element, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  const found = unmatched.flatMap((element) => {
    const at = left.findIndex((other) => identityOf(other) === identityOf(element));
    if (at < 0) return [{ path, kafka: element, rivulet: nothing }];
    const [other] = left.splice(at, 1);
    return compare(element, other, path);
  });
  const added = left.map((other) => ({ path, kafka: nothing, rivulet: other }));
  const differences = [...found, ...added];
  return differences.length > 0 ? differences : [{ path, kafka, rivulet }];
}

function identityOf(element: unknown): string {
  if (!isObject(element)) return JSON.stringify(element);
  const isNamed = typeof element.name === 'string' || typeof element.topic === 'string';
  const known = identities.filter((name) => name in element && !(isNamed && name === 'topicId'));
  return known.length === 0 ? '' : JSON.stringify(known.map((name) => element[name]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
