/** A schema registry that speaks Confluent's REST interface, asked once for each schema. */
import type { RegistryCheck, SchemaKind } from '../contract/decoders.ts';
import { readSchema, type Schema, type SchemaReference } from './schema.ts';

export type RegistryAddress = {
  readonly url: string;
  readonly user: string;
  readonly password: string;
};

type SchemaAnswer = {
  readonly schema: string;
  readonly schemaType?: string;
  readonly references?: readonly ReferenceAnswer[];
};

type ReferenceAnswer = {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
};

const timeoutMs = 5_000;
/** A registry that did not answer is asked again after this. */
const retryMs = 15_000;
const referencesMax = 100;

const kinds: { readonly [schemaType: string]: SchemaKind } = {
  AVRO: 'avro',
  PROTOBUF: 'protobuf',
  JSON: 'json-schema',
};

/** Kept by id: a schema never changes once it has one. */
export class RegistryClient {
  readonly #address: RegistryAddress;
  readonly #schemas = new Map<number, Promise<Schema>>();
  readonly #known = new Map<number, Schema>();

  constructor(address: RegistryAddress) {
    this.#address = address;
  }

  /** The schema where it is known already: most payloads need not wait. */
  known(id: number): Schema | undefined {
    return this.#known.get(id);
  }

  /** Rejects with the reason; failures are kept for a moment. */
  schema(id: number): Promise<Schema> {
    const kept = this.#schemas.get(id);
    if (kept) return kept;
    const asked = this.#read(id);
    this.#schemas.set(id, asked);
    asked.then(
      (schema) => this.#known.set(id, schema),
      () => setTimeout(() => this.#schemas.delete(id), retryMs).unref(),
    );
    return asked;
  }

  async check(): Promise<RegistryCheck> {
    try {
      const subjects = (await this.#get('/subjects')) as readonly string[];
      if (!Array.isArray(subjects)) throw new Error('the answer is not that of a schema registry');
      return { isReachable: true, subjectCount: subjects.length };
    } catch (error) {
      return { isReachable: false, detail: (error as Error).message };
    }
  }

  async #read(id: number): Promise<Schema> {
    const answer = (await this.#get(`/schemas/ids/${id}`)) as SchemaAnswer;
    const kind = kinds[answer.schemaType ?? 'AVRO'];
    if (!kind) throw new Error(`schema ${id} is of type ${answer.schemaType}, which is not known`);
    const references = new Map<string, SchemaReference>();
    await this.#addReferences(answer.references ?? [], references);
    return readSchema(kind, Buffer.from(answer.schema), [...references.values()]);
  }

  /** Depth first, so that what is named comes before what names it. */
  async #addReferences(
    answers: readonly ReferenceAnswer[],
    found: Map<string, SchemaReference>,
  ): Promise<void> {
    for (const { name, subject, version } of answers) {
      if (found.has(name)) continue;
      if (found.size >= referencesMax) throw new Error('the schema names too many others');
      const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
      const answer = (await this.#get(path)) as SchemaAnswer;
      await this.#addReferences(answer.references ?? [], found);
      found.set(name, { name, text: answer.schema });
    }
  }

  async #get(path: string): Promise<unknown> {
    const { url, user, password } = this.#address;
    const headers: Record<string, string> = {
      accept: 'application/vnd.schemaregistry.v1+json, application/json',
    };
    if (user !== '') {
      headers.authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    }
    let response: Response;
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      response = await fetch(url.replace(/\/+$/, '') + path, { headers, signal });
    } catch (error) {
      const { cause, message } = error as Error;
      throw new Error(
        `the registry does not answer: ${cause instanceof Error ? cause.message : message}`,
      );
    }
    if (response.ok) return response.json();
    const body = (await response.json().catch(() => ({}))) as { readonly message?: string };
    throw new Error(body.message ?? `the registry answered ${response.status} to ${path}`);
  }
}
