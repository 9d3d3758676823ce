/**
 * Every place of a definition where a service or topic is named, with what it does there. Reads
 * whatever is there: a file that is half written has references too.
 */
import { isMapping, type Mapping, type Path } from './path.ts';

export type Role =
  | 'write'
  | 'read'
  | 'deadLetter'
  | 'call'
  /** A script event. */
  | 'script'
  /** `topic/NAME` of a link, a frame or the layout. */
  | 'drawing';

export type Reference = {
  readonly kind: 'service' | 'topic' | 'note';
  readonly name: string;
  readonly role: Role;
  /** Where the name stands. */
  readonly path: Path;
  /** The name is a key of a mapping. */
  readonly isKey: boolean;
  /** What has no meaning without the name: the handler, the step, the link. */
  readonly owner: Path;
  /** The place in the list of services; null outside of services. */
  readonly service: number | null;
};

export function referencesIn(root: unknown): readonly Reference[] {
  const definition = mapping(root);
  return [
    ...list(definition['services']).flatMap((service, at) => ofService(mapping(service), at)),
    ...list(definition['script']).flatMap((event, at) => ofEvent(mapping(event), at)),
    ...list(definition['links']).flatMap((link, at) => ofLink(mapping(link), ['links', at])),
    ...list(definition['frames']).flatMap((frame, at) => ofFrame(mapping(frame), at)),
    ...Object.keys(mapping(definition['layout'])).flatMap((id) =>
      drawn(id, ['layout', id], ['layout', id], true),
    ),
  ];
}

export function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function nameOf(value: unknown): string {
  const name = mapping(value)['name'];
  return typeof name === 'string' ? name : '';
}

// --- Services -----------------------------------------------------------------------------------

type Found = Omit<Reference, 'service' | 'isKey'>;

function ofService(service: Mapping, at: number): readonly Reference[] {
  const base = ['services', at];
  const each = (key: string, find: (item: Mapping, path: Path) => readonly Found[]) =>
    list(service[key]).flatMap((item, index) => find(mapping(item), [...base, key, index]));
  const writes = (item: Mapping, path: Path) => topic(item, path, path, 'write');
  const steps = (item: Mapping, path: Path) => ofSteps(item['steps'], [...path, 'steps']);
  return [
    ...each('generate', writes),
    ...each('consume', (item, path) => [
      ...topic(item, path, path, 'read'),
      ...steps(item, path),
      ...topic(item, path, [...path, 'deadLetter'], 'deadLetter', 'deadLetter'),
    ]),
    ...each('timers', steps),
    ...each('capture', writes),
    ...each('snapshot', writes),
    ...each('serve', steps),
  ].map((found) => ({ ...found, service: at, isKey: false }));
}

export type StepPlace = { readonly block: string; readonly path: Path; readonly value: unknown };

/** All steps of a list, those within branches and sagas too, in the order of the text. */
export function stepsIn(value: unknown, path: Path): readonly StepPlace[] {
  return list(value).flatMap((item, at) => {
    const own = [...path, at];
    const [block, inner] = Object.entries(mapping(item))[0] ?? ['', undefined];
    const place = { block, path: own, value: inner };
    return [place, ...nestedLists(block, inner, own).flatMap((one) => stepsIn(...one))];
  });
}

function nestedLists(block: string, value: unknown, path: Path): readonly [unknown, Path][] {
  if (block === 'branch') {
    return list(value).map((branch, at) => [
      mapping(branch)['steps'],
      [...path, 'branch', at, 'steps'],
    ]);
  }
  if (block !== 'saga') return [];
  const compensate = mapping(mapping(value)['compensate']);
  return [
    [mapping(value)['steps'], [...path, 'saga', 'steps']],
    [compensate['steps'], [...path, 'saga', 'compensate', 'steps']],
  ];
}

function ofSteps(value: unknown, path: Path): readonly Found[] {
  return stepsIn(value, path).flatMap(({ block, path: own, value: inner }) => {
    const fields = mapping(inner);
    const at = [...own, block];
    switch (block) {
      case 'produce':
      case 'outbox':
        return topic(fields, at, own, 'write');
      case 'route':
        return list(fields['topics']).flatMap((name, index) =>
          found('topic', name, 'write', [...at, 'topics', index], [...at, 'topics', index]),
        );
      case 'join':
        return topic(fields, at, own, 'read', 'with');
      case 'aggregate':
        return topic(fields, at, [...at, 'late'], 'write', 'late');
      case 'saga':
        return topic(mapping(fields['compensate']), [...at, 'compensate'], own, 'read', 'on');
      case 'call':
        return found('service', fields['service'], 'call', [...at, 'service'], own);
      default:
        return [];
    }
  });
}

function topic(fields: Mapping, path: Path, owner: Path, role: Role, key = 'topic') {
  return found('topic', fields[key], role, [...path, key], owner);
}

function found(
  kind: Reference['kind'],
  name: unknown,
  role: Role,
  path: Path,
  owner: Path,
): readonly Found[] {
  return typeof name === 'string' ? [{ kind, name, role, path, owner }] : [];
}

// --- Outside of services ------------------------------------------------------------------------

const serviceEvents = ['down', 'up', 'rebuild'];
const serviceFields = ['slow', 'failEvery', 'instances'];
const topicFields = ['poison', 'redrive', 'killLeader', 'after'];

function ofEvent(event: Mapping, at: number): readonly Reference[] {
  const owner = ['script', at];
  const inner = (key: string, field: 'service' | 'topic') =>
    found(field, mapping(event[key])[field], 'script', [...owner, key, field], owner);
  return [
    ...serviceEvents.flatMap((key) =>
      found('service', event[key], 'script', [...owner, key], owner),
    ),
    ...serviceFields.flatMap((key) => inner(key, 'service')),
    ...topicFields.flatMap((key) => inner(key, 'topic')),
  ].map((one) => ({ ...one, service: null, isKey: false }));
}

function ofLink(link: Mapping, path: Path): readonly Reference[] {
  return [
    ...drawn(link['from'], [...path, 'from'], path),
    ...drawn(link['to'], [...path, 'to'], path),
  ];
}

function ofFrame(frame: Mapping, at: number): readonly Reference[] {
  return list(frame['members']).flatMap((member, index) => {
    const path = ['frames', at, 'members', index];
    return drawn(member, path, path);
  });
}

function drawn(id: unknown, path: Path, owner: Path, isKey = false): readonly Reference[] {
  const [, kind, name = ''] = /^(service|topic|note)\/(.+)$/.exec(String(id)) ?? [];
  if (kind === undefined) return [];
  return [
    { kind: kind as Reference['kind'], name, role: 'drawing', path, owner, isKey, service: null },
  ];
}
