/** A view, as soon as its module is there. */
import { type ComponentType, useEffect, useState } from 'react';
import type { ViewName } from '../ui/route.ts';
import { SkeletonRows } from '../ui/states.tsx';
import styles from './panes.module.css';
import { viewNamed, views } from './views.ts';

const loaded = new Map<ViewName, ComponentType>();

async function load(name: ViewName): Promise<ComponentType> {
  const known = loaded.get(name);
  if (known) return known;
  const Component = await viewNamed(name).load();
  loaded.set(name, Component);
  return Component;
}

/**
 * React draws what was suspended when nothing else is to do, and starts over when something is:
 * while data streams on a slow machine, a large view would never be finished. A state that is
 * set is drawn in one go.
 */
export function ViewModule({ name }: { readonly name: ViewName }) {
  const [Component, setComponent] = useState(() => loaded.get(name) ?? null);
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  useEffect(() => {
    if (loaded.has(name)) return;
    load(name).then(
      (component) => setComponent(() => component),
      (error: unknown) => setFailure({ error }),
    );
  }, [name]);
  if (failure) throw failure.error;
  if (Component) return <Component />;
  return (
    <div className={styles.coming}>
      <SkeletonRows />
    </div>
  );
}

/** The other views, one after another while nothing is to do: they open at once, and offline. */
export function useViewsAhead(): void {
  useEffect(() => {
    let handle = 0;
    const rest = views.map(({ name }) => name);
    const next = (): void => {
      const name = rest.shift();
      if (name === undefined) return;
      handle = requestIdleCallback(async () => {
        try {
          await load(name);
        } catch {
          // What cannot be had now is asked for again by who opens it.
          return;
        }
        next();
      });
    };
    next();
    return () => cancelIdleCallback(handle);
  }, []);
}
