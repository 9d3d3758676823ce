/** Bytes of keys, values and headers as people can read them. */
import { isUtf8 } from 'node:buffer';
import type { Payload } from '../contract/messages.ts';

/** JSON, text or hex, cut at `textMax` characters. */
export function decodePayload(bytes: Buffer | null, textMax: number): Payload | null {
  if (bytes === null) return null;
  const sizeBytes = bytes.length;
  if (!isText(bytes)) {
    const text = bytes.subarray(0, Math.ceil(textMax / 2)).toString('hex');
    return { kind: 'binary', text, sizeBytes, isCut: sizeBytes * 2 > text.length };
  }
  const whole = bytes.toString('utf8');
  const kind = isJson(whole) ? 'json' : 'text';
  if (whole.length <= textMax) return { kind, text: whole, sizeBytes, isCut: false };
  return { kind, text: whole.slice(0, textMax), sizeBytes, isCut: true };
}

/** Whether the text occurs in the bytes read as UTF-8, letter case ignored. */
export function includesText(bytes: Buffer | null, lowerCaseText: string): boolean {
  return bytes?.toString('utf8').toLowerCase().includes(lowerCaseText) ?? false;
}

/** UTF-8 without control characters other than white space: a raw int64 is no text. */
function isText(bytes: Buffer): boolean {
  if (!isUtf8(bytes)) return false;
  for (const byte of bytes) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
  }
  return true;
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
