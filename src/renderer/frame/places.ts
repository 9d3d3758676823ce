/** Where each view is found: its icon, its section of the rail, its keys. */
import type { IconName } from '../ui/icon.tsx';
import type { ViewName } from '../ui/route.ts';

export type Place = {
  readonly name: ViewName;
  readonly icon: IconName;
  /** Opens it from anywhere; null where the ten digits are used up. */
  readonly digit: string | null;
  /** After `g`. */
  readonly letter: string;
};

const home: Place = { name: 'home', icon: 'home', digit: null, letter: 'h' };

/** What there is, what flows through it, what can be tried, the application itself. */
export const sections: readonly (readonly Place[])[] = [
  [
    home,
    { name: 'cluster', icon: 'cluster', digit: '1', letter: 'c' },
    { name: 'brokers', icon: 'broker', digit: '7', letter: 'b' },
  ],
  [
    { name: 'topics', icon: 'topic', digit: '2', letter: 't' },
    { name: 'messages', icon: 'message', digit: '3', letter: 'm' },
    { name: 'producers', icon: 'producer', digit: '4', letter: 'p' },
    { name: 'groups', icon: 'group', digit: '5', letter: 'g' },
    { name: 'follow', icon: 'follow', digit: null, letter: 'f' },
    { name: 'throughput', icon: 'throughput', digit: '6', letter: 'r' },
  ],
  [
    { name: 'scenarios', icon: 'scenario', digit: '8', letter: 's' },
    { name: 'questions', icon: 'question', digit: null, letter: 'q' },
    { name: 'terminal', icon: 'terminal', digit: '9', letter: 'x' },
    { name: 'doctor', icon: 'doctor', digit: '0', letter: 'd' },
  ],
  [{ name: 'settings', icon: 'settings', digit: null, letter: ',' }],
];

export const places: readonly Place[] = sections.flat();

export function placeOf(name: ViewName): Place {
  return places.find((place) => place.name === name) ?? home;
}
