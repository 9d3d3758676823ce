/** The views: their words, icons, keys and modules. Each is loaded when it is first shown. */
import { type ComponentType, lazy } from 'react';
import type { IconName } from '../ui/icon.tsx';
import type { ViewName } from '../ui/route.ts';

export type ViewEntry = {
  readonly name: ViewName;
  readonly icon: IconName;
  /** The key that opens it; null: only by its button. */
  readonly shortcut: string | null;
  readonly Component: ComponentType;
};

export const homeView: ViewEntry = {
  name: 'home',
  icon: 'home',
  shortcut: null,
  Component: lazy(async () => ({ default: (await import('../views/home/index.tsx')).HomeView })),
};

export const views: readonly ViewEntry[] = [
  {
    name: 'cluster',
    icon: 'cluster',
    shortcut: '1',
    Component: lazy(async () => ({
      default: (await import('../views/cluster/index.tsx')).ClusterView,
    })),
  },
  {
    name: 'topics',
    icon: 'topic',
    shortcut: '2',
    Component: lazy(async () => ({
      default: (await import('../views/topics/index.tsx')).TopicsView,
    })),
  },
  {
    name: 'messages',
    icon: 'message',
    shortcut: '3',
    Component: lazy(async () => ({
      default: (await import('../views/messages/index.tsx')).MessagesView,
    })),
  },
  {
    name: 'groups',
    icon: 'group',
    shortcut: '4',
    Component: lazy(async () => ({
      default: (await import('../views/groups/index.tsx')).GroupsView,
    })),
  },
  {
    name: 'throughput',
    icon: 'throughput',
    shortcut: '5',
    Component: lazy(async () => ({
      default: (await import('../views/throughput/index.tsx')).ThroughputView,
    })),
  },
  {
    name: 'scenarios',
    icon: 'scenario',
    shortcut: '6',
    Component: lazy(async () => ({
      default: (await import('../views/scenarios/index.tsx')).ScenariosView,
    })),
  },
];

export function viewNamed(name: ViewName): ViewEntry {
  return views.find((view) => view.name === name) ?? homeView;
}
