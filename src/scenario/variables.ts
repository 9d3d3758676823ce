/** What expressions can name, as the documentation and the check of names have it. */

/** In every expression. */
export const variables = {
  key: 'the key of the record that is handled',
  headers: 'its headers',
  topic: 'its topic',
  partition: 'its partition',
  offset: 'its offset',
  recordTimeMs: 'its timestamp, milliseconds since 1970',
  nowMs: 'now, milliseconds since 1970',
  timestamp: 'now, as ISO 8601',
  service: 'the name of the service',
  instance: 'the number of this instance of the service, from 0',
  row: 'the row that the last `write` left',
  id: 'in a generator: the number of the record in six digits',
  sequence: 'in a generator: the number of the record, from 1',
  entity: 'in a generator: which of its entities the record is about',
  line: 'in a generator: the line that is replayed',
} as const;

/** Besides those of JSONata. */
export const functions = {
  int: '$int(min, max): a random whole number',
  pick: '$pick(list): a random item',
  uuid: '$uuid(): a random UUID',
  fake: '$fake("person.fullName"): made-up data by the names of Faker',
} as const;

/** Those that JSONata brings along. */
export const jsonataFunctions: readonly string[] = `
  sum count max min average string substring substringBefore substringAfter lowercase uppercase
  length trim pad match contains replace split join formatNumber formatBase formatInteger
  parseInteger number floor ceil round abs sqrt power random boolean not map zip filter single
  reduce sift keys lookup append exists spread merge reverse each error assert type sort shuffle
  distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl eval
  toMillis fromMillis clone now millis`
  .trim()
  .split(/\s+/);
