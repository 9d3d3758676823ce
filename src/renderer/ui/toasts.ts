/** Short words about what was just done, with a way back where there is one. */
import { create } from 'zustand';

export type Toast = {
  readonly tone: 'done' | 'attention' | 'failure';
  readonly text: string;
  /** One click back to what was before. */
  readonly undo?: { readonly label: string; readonly perform: () => unknown };
  /** Where more about it is. */
  readonly href?: string;
};

export type ShownToast = Toast & { readonly id: number };

/** Long enough to read; one that can be taken back stays longer, a failure until it is closed. */
const spanMs = 6_000;
const undoSpanMs = 15_000;

const useStore = create<{ readonly toasts: readonly ShownToast[] }>(() => ({ toasts: [] }));
let idNext = 1;

export function showToast(toast: Toast): void {
  const id = idNext;
  idNext += 1;
  useStore.setState(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }] }));
}

export function closeToast(id: number): void {
  useStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Oldest first. */
export function useToasts(): readonly ShownToast[] {
  return useStore((state) => state.toasts);
}

/** Null: until somebody closes it. */
export function toastSpanMs(toast: Toast): number | null {
  if (toast.tone === 'failure') return null;
  return toast.undo ? undoSpanMs : spanMs;
}
