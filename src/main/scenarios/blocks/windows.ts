/** Which windows of event time an event belongs to. Pure. */
import type { BlockOf } from './produce.ts';

type Definition = NonNullable<BlockOf<'aggregate'>['window']>;

export type Span = { readonly startMs: number; readonly endMs: number };

export type WindowShape = {
  /** Fixed windows that hold a time; a session's beginning is the event itself. */
  readonly around: (timeMs: number) => readonly Span[];
  /** Not null: windows grow and merge while events are no further apart. */
  readonly gapMs: number | null;
  readonly graceMs: number;
  /** False: one window over everything, which never closes by itself. */
  readonly isBounded: boolean;
};

/** Absent: over everything. */
export function windowShape(definition: Definition | undefined): WindowShape {
  if (definition === undefined) {
    const all = [{ startMs: 0, endMs: 0 }];
    return { around: () => all, gapMs: null, graceMs: 0, isBounded: false };
  }
  if ('session' in definition) {
    const { gapMs, graceMs = 0 } = definition.session;
    const around = (timeMs: number) => [{ startMs: timeMs, endMs: timeMs + gapMs }];
    return { around, gapMs, graceMs, isBounded: true };
  }
  const { sizeMs, graceMs = 0 } =
    'tumbling' in definition ? definition.tumbling : definition.hopping;
  const stepMs = Math.max(1, 'hopping' in definition ? definition.hopping.advanceMs : sizeMs);
  return {
    around: (timeMs) => hops(timeMs, Math.max(1, sizeMs), stepMs),
    gapMs: null,
    graceMs,
    isBounded: true,
  };
}

/** Windows begin at multiples of the step since 1970, as Kafka Streams has them. */
function hops(timeMs: number, sizeMs: number, stepMs: number): readonly Span[] {
  const spans: Span[] = [];
  const last = Math.floor(timeMs / stepMs) * stepMs;
  for (let startMs = last; startMs > timeMs - sizeMs; startMs -= stepMs) {
    spans.unshift({ startMs, endMs: startMs + sizeMs });
  }
  return spans;
}
