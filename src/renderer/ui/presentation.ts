/**
 * For a projector: large type, nothing around the view, and what is marked `data-secret` hidden
 * (theme/global.css).
 */
import { create } from 'zustand';

const usePresentation = create<{ readonly isOn: boolean }>(() => ({ isOn: false }));

export function useIsPresenting(): boolean {
  return usePresentation((state) => state.isOn);
}

export function setPresenting(isOn: boolean): void {
  usePresentation.setState({ isOn });
  document.documentElement.toggleAttribute('data-presenting', isOn);
}

export function isPresenting(): boolean {
  return usePresentation.getState().isOn;
}
