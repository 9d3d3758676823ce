/**
 * A cluster as one file: gzipped tar of its folder, `rivulet.json` (what it is) first. Nothing
 * but files of a cluster is taken out of such a file, whatever it holds.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as tar from 'tar';
import { z } from 'zod';
import { ContractError } from '../contract/errors.ts';
import type { Task } from '../tasks/task-board.ts';
import { clusterFiles, isClusterFile } from './folders.ts';

const manifestName = 'rivulet.json';
const manifestSchema = z.object({
  formatVersion: z.literal(1),
  name: z.string().min(1).max(200),
  sizeBytes: z.number().int().min(0),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** Writes the folder's cluster to `file`, which appears only when it is whole. */
export async function writeArchive(
  dir: string,
  file: string,
  name: string,
  { progress, signal }: Task,
): Promise<{ readonly sizeBytes: number }> {
  const files = await clusterFiles(dir);
  const sizeBytes = files.reduce((sum, each) => sum + each.sizeBytes, 0);
  await mkdir(dirname(file), { recursive: true });
  const staging = await mkdtemp(join(dirname(file), '.export-'));
  const manifestFile = join(dir, manifestName);
  try {
    const manifest: Manifest = { formatVersion: 1, name, sizeBytes };
    await writeFile(manifestFile, `${JSON.stringify(manifest)}\n`);
    let doneBytes = 0;
    progress(0, sizeBytes);
    const pack = tar.create(
      {
        cwd: dir,
        gzip: { level: 1 },
        portable: true,
        strict: true,
        onWriteEntry: (entry) => {
          progress(Math.min(doneBytes, sizeBytes));
          doneBytes += entry.stat?.size ?? 0;
        },
      },
      [manifestName, ...files.map(({ path }) => path)],
    );
    const part = join(staging, basename(file));
    await pipeline(Readable.from(pack), createWriteStream(part, { flags: 'wx', mode: 0o600 }), {
      signal,
    });
    progress(sizeBytes);
    const written = await stat(part);
    await rename(part, file);
    return { sizeBytes: written.size };
  } finally {
    await rm(manifestFile, { force: true });
    await rm(staging, { recursive: true, force: true });
  }
}

/** Unpacks into a folder that is there and empty; answers what the file said it is. */
export async function readArchive(
  file: string,
  dir: string,
  { progress, signal }: Task,
): Promise<Manifest> {
  const total = (await statOf(file)).size;
  progress(0, total);
  let doneBytes = 0;
  const source = createReadStream(file);
  source.on('data', (chunk) => {
    doneBytes += chunk.length;
    progress(doneBytes);
  });
  const unpack = new tar.Unpack({
    cwd: dir,
    strict: true,
    preserveOwner: false,
    filter: (path, entry) => {
      const isPlain = 'type' in entry && (entry.type === 'File' || entry.type === 'OldFile');
      return isPlain && isOurs(path);
    },
  });
  try {
    await pipeline(source, toWritable(unpack), { signal });
  } catch (error) {
    if (signal.aborted || isDiskFault(error)) throw error;
    throw invalid(file, error);
  }
  try {
    const text = await readFile(join(dir, manifestName), 'utf8');
    await rm(join(dir, manifestName));
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw invalid(file, new Error(`it has no readable ${manifestName}`));
  }
}

/** Whether the disk has room for the cluster in the file; reads only its beginning. */
export async function assertRoom(file: string, dir: string): Promise<void> {
  const { sizeBytes } = await peekManifest(file);
  const { bavail, bsize } = await statfs(dir);
  const freeBytes = bavail * bsize;
  if (freeBytes > sizeBytes) return;
  throw new ContractError(
    'disk-too-small',
    { dir, freeBytes, neededBytes: sizeBytes },
    `The disk of ${dir} has ${freeBytes} bytes free; ${sizeBytes} are needed.`,
  );
}

/** What the file is, without unpacking it. */
export async function peekManifest(file: string): Promise<Manifest> {
  await statOf(file);
  const source = createReadStream(file);
  const chunks: Buffer[] = [];
  let isFirst = true;
  const parser = new tar.Parser({
    strict: true,
    filter: (path) => path === manifestName,
    onReadEntry: (entry) => {
      if (!isFirst) return void entry.resume();
      isFirst = false;
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      // Nothing behind the first file is of interest.
      entry.on('end', () => source.destroy());
    },
  });
  try {
    await pipeline(source, toWritable(parser));
  } catch (error) {
    if (chunks.length === 0) throw invalid(file, error);
  }
  try {
    return manifestSchema.parse(JSON.parse(Buffer.concat(chunks).toString()));
  } catch {
    throw invalid(file, new Error(`it does not begin with ${manifestName}`));
  }
}

function isOurs(path: string): boolean {
  const [first = '', ...rest] = path.split(/[/\\]/);
  if (rest.includes('..')) return false;
  return (path === manifestName || isClusterFile(first)) && first !== '..';
}

/** The library's streams are not Node's; this one is, with back-pressure and errors. */
function toWritable(parser: tar.Parser): Writable {
  const writable: Writable = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (parser.write(chunk)) done();
      else parser.once('drain', () => done());
    },
    final: (done) => {
      parser.once('close', () => done());
      parser.end();
    },
  });
  parser.on('error', (error: Error) => writable.destroy(error));
  return writable;
}

async function statOf(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    throw invalid(file, error);
  }
}

function isDiskFault(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EACCES' || code === 'EDQUOT';
}

function invalid(file: string, cause: unknown): ContractError<'archive-invalid'> {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new ContractError(
    'archive-invalid',
    { file, detail },
    `${file} is no exported cluster: ${detail}.`,
    { cause },
  );
}
