/**
 * A scenario that is being edited: its text is the truth, canvas and forms are read from it. The
 * studio of each scenario outlives its view, so that nothing is lost by looking at another one.
 */
import { createContext, useContext } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import { placesOf, type Places } from '../../../scenario/edit/auto-layout.ts';
import { emptyGraph, type Graph, graphOf } from '../../../scenario/edit/graph.ts';
import {
  type History,
  type Moment,
  record,
  redo,
  select,
  startHistory,
  undo,
} from '../../../scenario/edit/history.ts';
import { readSource } from '../../../scenario/edit/yaml-source.ts';
import type { Speed } from '../../../main/contract/index.ts';

export type StudioState = {
  readonly history: History;
  /** As it was read or saved last; null: never saved. */
  readonly saved: string | null;
  /** It did not come with the app. */
  readonly isOwn: boolean;
  /** Somebody else's, until it is kept: its code runs only after one has looked at it. */
  readonly isForeign: boolean;
  /** Of the last text that could be read. */
  readonly value: unknown;
  readonly graph: Graph;
  readonly places: Places;
  /** The text is no YAML just now: the drawing waits. */
  readonly isReadable: boolean;
  /** Counts jumps to a place: the text pane shows it even where it was shown before. */
  readonly jump: { readonly offset: number; readonly count: number };
};

export type Studio = {
  readonly store: StoreApi<StudioState>;
  /** A new text, by an edit of the present one. `mergeKey`: typing makes one step of the history. */
  readonly edit: (
    change: (text: string) => string | { readonly text: string; readonly ids: readonly string[] },
    options?: { readonly mergeKey?: string },
  ) => void;
  readonly select: (ids: readonly string[]) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly jumpTo: (offset: number) => void;
  readonly markSaved: (text: string) => void;
  /** Away with what is not saved. */
  readonly revert: () => void;
};

/** Reading a longer one takes longer than the time between two keys. */
const longText = 12_000;
const pauseMs = 200;

const studios = new Map<string, Studio>();

/** The studio of a name; a text from outside takes the place of one without changes. */
export function studioOf(
  name: string,
  source: string | null,
  start: string,
  isOwn: boolean,
): Studio {
  const known = studios.get(name);
  if (known) {
    const { saved } = known.store.getState();
    if (source !== null && saved !== source && !isDirty(known.store.getState())) {
      known.store.setState(stateOf(startHistory(source), source, isOwn));
    }
    return known;
  }
  const created = createStudio(source ?? start, source, isOwn);
  studios.set(name, created);
  return created;
}

/** The studio of what has no name yet. */
export const newName = ' new';

/** A text from elsewhere, such as a file that was dropped, as the scenario that has no name yet. */
export function openForeign(text: string): void {
  studios.set(newName, createStudio(text, '', true, true));
}

const awaited = new Map<string, Speed>();

/** It was saved under a name of its own to be run: its page starts it when it is there. */
export function runWhenOpen(name: string, speed: Speed): void {
  awaited.set(name, speed);
}

export function takeAwaitedRun(name: string): Speed | null {
  const speed = awaited.get(name) ?? null;
  awaited.delete(name);
  return speed;
}

/** It was saved under another name, or removed. */
export function forgetStudio(name: string): void {
  studios.delete(name);
}

/** Names of scenarios with changes that are not saved. */
export function unsavedNames(): readonly string[] {
  return [...studios].filter(([, { store }]) => isDirty(store.getState())).map(([name]) => name);
}

export function isDirty({ history, saved }: StudioState): boolean {
  return saved === null ? history.past.length > 0 : history.present.text !== saved;
}

function createStudio(
  text: string,
  saved: string | null,
  isOwn: boolean,
  isForeign = false,
): Studio {
  const store = createStore<StudioState>(() => ({
    ...stateOf(startHistory(text), saved, isOwn),
    isForeign,
  }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = () => {
    const before = store.getState();
    store.setState(readingOf(before.history.present, before));
  };
  const show = (history: History) => {
    const isSame = store.getState().history.present.text === history.present.text;
    store.setState({ history });
    if (isSame) return;
    clearTimeout(timer);
    // While somebody types into a long text, the drawing follows when there is a pause.
    const isLong = history.mergeKey === 'typing' && history.present.text.length > longText;
    if (isLong) timer = setTimeout(read, pauseMs);
    else read();
  };
  return {
    store,
    edit: (change, { mergeKey } = {}) => {
      const { history } = store.getState();
      const after = change(history.present.text);
      const next: Moment =
        typeof after === 'string'
          ? { ...history.present, text: after }
          : { text: after.text, selection: after.ids };
      show(record(history, next, { atMs: performance.now(), mergeKey: mergeKey ?? null }));
    },
    select: (ids) => {
      const { history } = store.getState();
      if (ids.join('\n') === history.present.selection.join('\n')) return;
      store.setState({ history: select(history, ids) });
    },
    undo: () => show(undo(store.getState().history)),
    redo: () => show(redo(store.getState().history)),
    jumpTo: (offset) => store.setState(({ jump }) => ({ jump: { offset, count: jump.count + 1 } })),
    markSaved: (text) => store.setState({ saved: text, isOwn: true, isForeign: false }),
    revert: () => {
      const { saved: last, isOwn: own } = store.getState();
      store.setState(stateOf(startHistory(last ?? text), last, own));
    },
  };
}

function stateOf(history: History, saved: string | null, isOwn: boolean): StudioState {
  const reading = readingOf(history.present, null);
  return {
    history,
    saved,
    isOwn,
    isForeign: false,
    ...reading,
    jump: { offset: 0, count: 0 },
  };
}

function readingOf({ text }: Moment, before: StudioState | null) {
  const { value, isReadable } = readSource(text);
  if (!isReadable) {
    const kept = before ?? { value: null, graph: emptyGraph, places: {} };
    return { value: kept.value, graph: kept.graph, places: kept.places, isReadable };
  }
  const graph = graphOf(value);
  return { value, graph, places: placesOf(graph), isReadable };
}

export const StudioContext = createContext<Studio | null>(null);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (!studio) throw new Error('There is no studio around this component.');
  return studio;
}

export function useStudioState<Value>(pick: (state: StudioState) => Value): Value {
  return useStore(useStudio().store, pick);
}
