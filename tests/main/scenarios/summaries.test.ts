import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileCache } from '../../../src/main/scenarios/file-cache.ts';
import { libraryDir, listScenarios, scenarioFile } from '../../../src/main/scenarios/library.ts';
import { fullSummary, quickSummary } from '../../../src/main/scenarios/summaries.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import { temporaryDir } from '../temporary-dir.ts';

describe('the list of the library', () => {
  it.each(listScenarios().map(({ name }) => name))('tells of %s what is in it', (name) => {
    const source = readFileSync(scenarioFile(libraryDir, name), 'utf8');
    const quick = quickSummary(source);
    expect(quick).toEqual(fullSummary(loadScenario(source, name)));
  });

  it('leaves what is written in another way to who reads all of it', () => {
    expect(quickSummary('{"format": 2, "name": "a"}')).toBeNull();
    expect(quickSummary('name: a\ntopics:\n  - name: b\nservices:\n  - name: c\n')).toBeNull();
  });
});

describe('what was read of a file', () => {
  it('is read again when the file has changed', () => {
    const file = join(temporaryDir(), 'a');
    const cache = new FileCache<string>();
    const read: string[] = [];
    const look = () =>
      cache.of(file, (text) => {
        read.push(text);
        return text;
      });
    writeFileSync(file, 'one');
    expect([look(), look()]).toEqual(['one', 'one']);
    writeFileSync(file, 'three');
    expect([look(), look()]).toEqual(['three', 'three']);
    expect(read).toEqual(['one', 'three']);
  });
});
