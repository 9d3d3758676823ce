/** Bytes as people look at them: offset, sixteen bytes in hex, the same as characters. */

export type HexRow = { readonly offset: string; readonly hex: string; readonly text: string };

export const bytesPerRow = 16;

export function hexRows(bytes: Uint8Array, startAt = 0): readonly HexRow[] {
  const count = Math.ceil(bytes.length / bytesPerRow);
  return Array.from({ length: count }, (_, row) => {
    const slice = bytes.subarray(row * bytesPerRow, (row + 1) * bytesPerRow);
    const hex = [...slice].map((byte) => byte.toString(16).padStart(2, '0'));
    return {
      offset: (startAt + row * bytesPerRow).toString(16).padStart(8, '0'),
      hex: `${hex.slice(0, 8).join(' ')}  ${hex.slice(8).join(' ')}`.padEnd(48),
      text: [...slice]
        .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'))
        .join(''),
    };
  });
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
