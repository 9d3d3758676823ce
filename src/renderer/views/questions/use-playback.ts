/** A moment on the time axis that can run on by itself. */
import { useEffect, useState } from 'react';

export type Playback = {
  readonly atMs: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  readonly toggle: () => void;
  readonly moveTo: (atMs: number) => void;
  readonly setSpeed: (speed: number) => void;
};

/** It begins at the end, where everything is to be seen. */
export function usePlayback(endMs: number): Playback {
  /** Null: at the end, wherever that moves to. */
  const [atMs, setAtMs] = useState<number | null>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);

  useEffect(() => {
    if (!isPlaying) return;
    let before: number | null = null;
    let frame = 0;
    const move = (nowMs: number) => {
      const passedMs = before === null ? 0 : (nowMs - before) * speed;
      before = nowMs;
      setAtMs((at) => {
        // A frame may still come when the end is already reached.
        if (at === null || at + passedMs >= endMs) return null;
        return at + passedMs;
      });
      frame = requestAnimationFrame(move);
    };
    frame = requestAnimationFrame(move);
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, speed, endMs]);

  // At the end it stops by itself.
  if (isPlaying && atMs === null) setIsPlaying(false);

  return {
    atMs: Math.min(atMs ?? endMs, endMs),
    isPlaying,
    speed,
    toggle: () => {
      if (!isPlaying && (atMs === null || atMs >= endMs)) setAtMs(0);
      setIsPlaying(!isPlaying);
    },
    moveTo: (next) => {
      setIsPlaying(false);
      setAtMs(next >= endMs ? null : next);
    },
    setSpeed,
  };
}
