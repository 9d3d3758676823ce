/** What the canvas shows for a moment: a name being changed, a list that is open. */
import { create } from 'zustand';

type CanvasUi = {
  /** The node that gets another name. */
  readonly renaming: string | null;
  readonly isAdding: boolean;
  readonly isSearching: boolean;
  /** The node that is to be connected with one of a list. */
  readonly connecting: string | null;
  /** A line was drawn that can mean more than one thing. */
  readonly asking: { readonly from: string; readonly to: string } | null;
  readonly isTextShown: boolean;
  readonly isPanelShown: boolean;
  /** Null: where there is much to see. */
  readonly isMapShown: boolean | null;
};

export const useCanvasUi = create<CanvasUi>(() => ({
  renaming: null,
  isAdding: false,
  isSearching: false,
  connecting: null,
  asking: null,
  isTextShown: false,
  isPanelShown: true,
  isMapShown: null,
}));
