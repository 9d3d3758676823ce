/** Real records on their way: each that the run tells of moves along its line once. */
import { ViewportPortal } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { edgeIdsOf, type FlowSample, noteSamples } from '../run/run-store.ts';
import { useFlow } from '../use-scenarios.ts';
import { edgePathId } from './flow-edge.tsx';
import styles from './edges.module.css';

/** More on the screen than this tell nothing more. */
const shownMax = 160;
const wayMs = 900;
/** Samples come in lots; within a lot they set out one after the other. */
const lotMs = 240;

export function Particles() {
  const layer = useRef<SVGSVGElement>(null);
  const seen = useRef(0);
  const { value } = useFlow();
  useEffect(() => {
    const samples = (value?.samples ?? []).filter(({ sequence }) => sequence > seen.current);
    const last = samples.at(-1);
    if (!last) return;
    // What the stream opens with happened before.
    const isFirst = seen.current === 0;
    seen.current = Math.max(...samples.map(({ sequence }) => sequence));
    noteSamples(samples);
    if (!isFirst && layer.current) show(layer.current, samples);
  }, [value]);
  return (
    <ViewportPortal>
      <svg ref={layer} className={styles.particles} aria-hidden="true" />
    </ViewportPortal>
  );
}

function show(layer: SVGSVGElement, samples: readonly FlowSample[]): void {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const room = shownMax - layer.childElementCount;
  for (const [at, sample] of samples.slice(0, Math.max(0, room)).entries()) {
    const path = edgeIdsOf(sample)
      .map((id) => document.getElementById(edgePathId(id)))
      .find((element) => element !== null);
    const line = path?.getAttribute('d');
    if (!line) continue;
    const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    dot.setAttribute('r', '4');
    dot.dataset['kind'] = sample.kind;
    dot.style.offsetPath = `path('${line}')`;
    layer.append(dot);
    const motion = dot.animate([{ offsetDistance: '0%' }, { offsetDistance: '100%' }], {
      duration: wayMs,
      delay: (at / samples.length) * lotMs,
      easing: 'ease-in-out',
      fill: 'both',
    });
    motion.onfinish = () => dot.remove();
    motion.oncancel = () => dot.remove();
  }
}
