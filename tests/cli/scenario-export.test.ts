import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Output, Values } from '../../src/cli/command.ts';
import { exportScenario } from '../../src/cli/commands/scenario-export.ts';
import { temporaryDir } from '../main/temporary-dir.ts';

type Told = {
  readonly files: readonly string[];
  readonly limits: readonly { readonly what: string }[];
};

async function call(values: Values) {
  const json: unknown[] = [];
  const lines: string[] = [];
  const output: Output = {
    isJson: true,
    json: (value) => void json.push(value),
    text: (line) => void lines.push(line),
    table: () => {},
    raw: () => true,
    note: () => {},
  };
  const folder = temporaryDir();
  const out = join(folder, 'made', 'here');
  await exportScenario.run(
    { values: { data: folder, out, ...values }, positionals: ['e-commerce'] },
    output,
  );
  return { out, told: json[0] as Told, lines };
}

describe('rivulet scenario export', () => {
  it('writes a project whose script may be run, and tells what it leaves out', async () => {
    const { out, told, lines } = await call({ format: 'python' });
    expect(told.files.filter((path) => !existsSync(join(out, path)))).toEqual([]);
    expect(statSync(join(out, 'create-topics.sh')).mode & 0o111).not.toBe(0);
    expect(statSync(join(out, 'main.py')).mode & 0o111).toBe(0);
    expect(told.limits.map(({ what }) => what).join()).toContain('expectations');
    expect(lines.join('\n')).toContain('Not part of it');
  });

  it('writes one document', async () => {
    const { out, told } = await call({ format: 'mermaid' });
    expect(told).toMatchObject({ files: ['e-commerce.mmd'], limits: [] });
    expect(readFileSync(join(out, 'e-commerce.mmd'), 'utf8')).toContain('flowchart LR');
  });

  it('writes the file itself where no format is asked for, or prints it', async () => {
    const { out, told } = await call({});
    expect(told.files).toEqual(['e-commerce.rivulet.yaml']);
    const source = readFileSync(join(out, 'e-commerce.rivulet.yaml'), 'utf8');
    expect(source).toContain('name: e-commerce');
    const printed = await call({ out: undefined });
    expect(printed.told).toEqual({ scenario: 'e-commerce', source });
  });

  it('says which formats there are', async () => {
    await expect(call({ format: 'cobol' })).rejects.toThrow('--format is one of asyncapi');
  });
});
