/** Bytes of keys, values and headers as people can read them, without any decoder. */
import { isUtf8 } from 'node:buffer';
import type { Payload } from '../contract/messages.ts';

/** A page shows a beginning of what is this large; nobody waits for the rest to be looked at. */
const wholeMaxBytes = 256 * 1024;
const headBytes = 64 * 1024;

/** JSON, text or hex, cut at `textMax` characters. */
export function decodePayload(bytes: Buffer | null, textMax: number): Payload | null {
  if (bytes === null) return null;
  const sizeBytes = bytes.length;
  const isHead = sizeBytes > wholeMaxBytes && textMax < sizeBytes;
  const looked = isHead ? bytes.subarray(0, Math.max(headBytes, textMax)) : bytes;
  if (!isText(looked, isHead)) {
    const text = bytes.subarray(0, Math.ceil(textMax / 2)).toString('hex');
    return { kind: 'binary', text, sizeBytes, isCut: sizeBytes * 2 > text.length };
  }
  const text = looked.toString('utf8');
  const kind = isHead ? kindByEnds(bytes) : isJson(text) ? 'json' : 'text';
  const isCut = isHead || text.length > textMax;
  return { kind, text: isCut ? text.slice(0, textMax) : text, sizeBytes, isCut };
}

/**
 * UTF-8 without control characters other than white space: a raw int64 is no text. `isBeginning`:
 * the last character may be cut.
 */
export function isText(bytes: Buffer, isBeginning = false): boolean {
  const whole = isBeginning ? bytes.subarray(0, wholeCharacters(bytes)) : bytes;
  if (!isUtf8(whole)) return false;
  for (const byte of whole) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
  }
  return true;
}

/** How many bytes there are without the beginning of a character at their end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    const isStart = byte >= 0xc0;
    if (isStart) return bytes.length - back;
  }
  return bytes.length;
}

/** Objects and arrays only: a lone number or word reads the same as text. */
function isJson(text: string): boolean {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Of something huge only the brackets at its ends are looked at. */
function kindByEnds(bytes: Buffer): 'json' | 'text' {
  const ends = `${bytes.toString('latin1', 0, 64).trim()[0]}${bytes
    .toString('latin1', bytes.length - 64)
    .trim()
    .at(-1)}`;
  return ends === '{}' || ends === '[]' ? 'json' : 'text';
}
