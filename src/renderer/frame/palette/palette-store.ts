/** Whether the palette is open. */
import { flushSync } from 'react-dom';
import { create } from 'zustand';

type PaletteState = { readonly isOpen: boolean };

export const usePalette = create<PaletteState>(() => ({ isOpen: false }));

/** Drawn and focused before the next key arrives: what is typed at once is not lost. */
export function openPalette(): void {
  flushSync(() => usePalette.setState({ isOpen: true }));
}

export function closePalette(): void {
  usePalette.setState({ isOpen: false });
}
