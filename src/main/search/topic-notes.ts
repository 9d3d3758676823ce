/** What the app keeps about the messages of a cluster: decoders, schemas, the registry, searches. */
import {
  decodersDefault,
  type Registry,
  type SchemaFile,
  schemaKinds,
  type TopicDecoders,
} from '../contract/decoders.ts';
import { ContractError } from '../contract/errors.ts';
import type { SavedSearch } from '../contract/search.ts';
import type { DecoderSources } from '../decoders/payload-decoder.ts';
import type { RegistryAddress } from '../decoders/registry.ts';
import { kindOfFile, readSchema } from '../decoders/schema.ts';
import type { NotesTable } from '../store/notes-table.ts';

/** Keeps a password out of plain sight where the system offers a way. */
export type Seal = {
  readonly seal: (text: string) => string;
  readonly open: (sealed: string) => string;
};

type SavedFile = SchemaFile & { readonly base64: string };
type SavedRegistry = { readonly url: string; readonly user: string; readonly password: string };

const noTopic = '';

export class TopicNotes {
  readonly #notes: NotesTable;
  readonly #secrets: Seal;

  constructor(notes: NotesTable, secrets: Seal) {
    this.#notes = notes;
    this.#secrets = secrets;
  }

  decoders(topic: string): TopicDecoders {
    const saved = this.#notes.read('decoders', topic, 'choice') as TopicDecoders | undefined;
    return saved ?? decodersDefault;
  }

  /** Of the topics for which somebody chose them. */
  allDecoders(): ReadonlyMap<string, TopicDecoders> {
    return new Map(this.#notes.everywhere('decoders', 'choice') as [string, TopicDecoders][]);
  }

  setDecoders(topic: string, choice: TopicDecoders): TopicDecoders {
    this.#notes.write('decoders', topic, 'choice', choice);
    return choice;
  }

  searches(topic: string): readonly SavedSearch[] {
    return this.#notes
      .list('search', topic)
      .map(([name, address]) => ({ name, address: address as string }));
  }

  saveSearch(topic: string, { name, address }: SavedSearch): readonly SavedSearch[] {
    this.#notes.write('search', topic, name, address);
    return this.searches(topic);
  }

  removeSearch(topic: string, name: string): readonly SavedSearch[] {
    this.#notes.remove('search', topic, name);
    return this.searches(topic);
  }

  files(): readonly SchemaFile[] {
    return this.#files().map(({ base64: _base64, ...file }) => file);
  }

  /** Throws `schema-invalid`. */
  addFile(name: string, base64: string): SchemaFile {
    const content = Buffer.from(base64, 'base64');
    const kind = kindOfFile(name, content);
    if (kind === null) {
      throw invalid(
        name,
        `the name ends in none of .avsc, .proto, .desc, .json (${schemaKinds.join(', ')})`,
      );
    }
    let types: readonly string[];
    try {
      ({ types } = readSchema(kind, content));
    } catch (error) {
      throw invalid(name, error instanceof Error ? error.message : String(error));
    }
    const file = { name, kind, sizeBytes: content.length, types };
    this.#notes.write('schema', noTopic, name, { ...file, base64 } satisfies SavedFile);
    return file;
  }

  removeFile(name: string): void {
    this.#notes.remove('schema', noTopic, name);
  }

  registry(): Registry | null {
    const saved = this.#registry();
    return saved && { url: saved.url, user: saved.user, hasPassword: saved.password !== '' };
  }

  setRegistry(
    registry: { url: string; user: string; password?: string | undefined } | null,
  ): Registry | null {
    if (registry === null) {
      this.#notes.remove('registry', noTopic, 'address');
      return null;
    }
    const { url, user, password = this.#registry()?.password ?? '' } = registry;
    const sealed = password === '' ? '' : this.#secrets.seal(password);
    const saved: SavedRegistry = { url, user, password: sealed };
    this.#notes.write('registry', noTopic, 'address', saved);
    return this.registry();
  }

  /** All that decoding may need. */
  sources(): DecoderSources {
    return {
      registry: this.#registry(),
      files: this.#files().map(({ name, kind, base64 }) => ({
        name,
        kind,
        content: Buffer.from(base64, 'base64'),
      })),
    };
  }

  #registry(): RegistryAddress | null {
    const saved = this.#notes.read('registry', noTopic, 'address') as SavedRegistry | undefined;
    if (!saved) return null;
    const password = saved.password === '' ? '' : this.#secrets.open(saved.password);
    return { ...saved, password };
  }

  #files(): readonly SavedFile[] {
    return this.#notes.list('schema', noTopic).map(([, file]) => file as SavedFile);
  }
}

function invalid(name: string, detail: string): ContractError<'schema-invalid'> {
  return new ContractError('schema-invalid', { name, detail }, `${name}: ${detail}`);
}
