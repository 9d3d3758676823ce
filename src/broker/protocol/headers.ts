/** Request and response headers. The client id keeps its two-byte length in flexible versions too. */
import type { Api } from './api.ts';
import { type Reader } from './reader.ts';
import { Writer } from './writer.ts';

export type RequestHeader = {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
};

const apiVersionsKey = 18;

/** The first eight bytes, which are the same in every header version. */
export function readRequestPrefix(reader: Reader): Omit<RequestHeader, 'clientId'> {
  return { apiKey: reader.int16(), apiVersion: reader.int16(), correlationId: reader.int32() };
}

/** What follows the prefix: client id and, in flexible versions, tagged fields (skipped). */
export function readClientId(reader: Reader, flexible: boolean): string | null {
  const sizeBytes = reader.int16();
  const clientId = sizeBytes < 0 ? null : reader.text(sizeBytes);
  if (flexible) skipTags(reader);
  return clientId;
}

function skipTags(reader: Reader): void {
  const count = reader.uvarint();
  for (let index = 0; index < count; index++) {
    reader.uvarint();
    reader.skip(reader.uvarint());
  }
}

/** A request as one frame, size prefix included. */
export function encodeRequest<A extends Api>(
  api: A,
  version: number,
  header: { readonly correlationId: number; readonly clientId: string },
  request: Parameters<ReturnType<A['request']['codec']>['write']>[1],
): Buffer[] {
  const flexible = version >= api.flexibleFrom;
  const writer = new Writer();
  writer.int32(0);
  writer.int16(api.key);
  writer.int16(version);
  writer.int32(header.correlationId);
  const sizeBytes = Buffer.byteLength(header.clientId);
  writer.int16(sizeBytes);
  writer.text(header.clientId, sizeBytes);
  if (flexible) writer.uvarint(0);
  api.request.codec(version).write(writer, request);
  return finishFrame(writer);
}

/** A response as one frame. ApiVersions always has the old header, so that any client can read it. */
export function encodeResponse<A extends Api>(
  api: A,
  version: number,
  correlationId: number,
  response: Parameters<ReturnType<A['response']['codec']>['write']>[1],
): Buffer[] {
  const writer = new Writer();
  writer.int32(0);
  writer.int32(correlationId);
  if (hasTaggedResponseHeader(api, version)) writer.uvarint(0);
  api.response.codec(version).write(writer, response);
  return finishFrame(writer);
}

/** Reads a response header (after the size) and returns its correlation id. */
export function readResponseHeader(reader: Reader, api: Api, version: number): number {
  const correlationId = reader.int32();
  if (hasTaggedResponseHeader(api, version)) skipTags(reader);
  return correlationId;
}

function hasTaggedResponseHeader(api: Api, version: number): boolean {
  return version >= api.flexibleFrom && api.key !== apiVersionsKey;
}

/** Puts the size in front. */
function finishFrame(writer: Writer): Buffer[] {
  const sizeBytes = writer.sizeBytes - 4;
  const chunks = writer.finish();
  chunks[0].writeInt32BE(sizeBytes, 0);
  return chunks;
}
