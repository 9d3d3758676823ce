import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runTranscript } from './transcript.ts';

const folder = fileURLToPath(new URL('./transcripts', import.meta.url));

describe('the life of a group', () => {
  for (const name of readdirSync(folder)) {
    it(`${name.replace(/\.txt$/, '').replaceAll('-', ' ')}`, async () => {
      const path = `${folder}/${name}`;
      await expect(runTranscript(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path);
    });
  }
});
