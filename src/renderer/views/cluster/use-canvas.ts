/** A canvas as large as its box, sharp on every screen; painted anew when something changed. */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

export type CanvasSize = { readonly width: number; readonly height: number };

/** The size of an element's content, as it changes. */
export function useSize(element: RefObject<HTMLElement | null>): CanvasSize {
  const [size, setSize] = useState<CanvasSize>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const read = () => {
      const { clientWidth: width, clientHeight: height } = box;
      setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(box);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** Paints at the next frame, however often it is asked for until then. */
export function usePaint(
  canvas: RefObject<HTMLCanvasElement | null>,
  { width, height }: CanvasSize,
  paint: (context: CanvasRenderingContext2D) => void,
): void {
  const latest = useRef({ paint, width, height });
  const frame = useRef(0);
  useEffect(() => {
    // The size too may change between the asking and the frame.
    latest.current = { paint, width, height };
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      const element = canvas.current;
      const now = latest.current;
      const context = element && prepare(element, now.width, now.height);
      if (context) now.paint(context);
    });
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
}

/** Cleared, in CSS pixels. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const scale = window.devicePixelRatio || 1;
  const [pixelWidth, pixelHeight] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== pixelWidth || canvas.height !== pixelHeight) {
    canvas.width = pixelWidth;
    canvas.height = pixelHeight;
  }
  const context = canvas.getContext('2d');
  context?.setTransform(scale, 0, 0, scale, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}
