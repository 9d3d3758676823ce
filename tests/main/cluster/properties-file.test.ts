import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseProperties, readProperties } from '../../../src/main/cluster/properties-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'rivulet-properties-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('reads what Kafka reads', () => {
  const text = [
    '# comment',
    '! another',
    'log.retention.ms=5',
    ' message.max.bytes : 7 ',
    'empty=',
    'log.cleanup.policy=compact,\\',
    '    delete',
    'max.connections.per.ip.overrides=a:1,b=2',
  ].join('\r\n');
  expect(parseProperties(text)).toEqual({
    'log.retention.ms': '5',
    'message.max.bytes': '7',
    empty: '',
    'log.cleanup.policy': 'compact,delete',
    'max.connections.per.ip.overrides': 'a:1,b=2',
  });
});

it("puts one broker's file over that of all", () => {
  expect(readProperties(dir, 1)).toEqual({});
  writeFileSync(join(dir, 'broker.properties'), 'a=1\nb=1\n');
  writeFileSync(join(dir, 'broker-2.properties'), 'b=2\n');
  expect(readProperties(dir, 1)).toEqual({ a: '1', b: '1' });
  expect(readProperties(dir, 2)).toEqual({ a: '1', b: '2' });
});
