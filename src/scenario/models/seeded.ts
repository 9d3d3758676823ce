/** Chance that is the same for the same seed. The state is a value, so that models stay pure. */

/** The next number from 0 up to 1, and the state after it (mulberry32). */
export function draw(state: number): { readonly value: number; readonly state: number } {
  const next = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return { value: ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296, state: next };
}

/** One number for one purpose, without a state to carry along. */
export function drawFor(seed: number, purpose: number): number {
  return draw(draw(seed ^ Math.imul(purpose + 1, 0x9e3779b1)).state).value;
}
