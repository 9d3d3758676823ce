/** The views: their modules, each loaded when it is first shown, and what the palette can start. */
import type { ComponentType } from 'react';
import type { Translate } from '../i18n/index.ts';
import type { Command } from '../ui/commands.ts';
import type { ViewName } from '../ui/route.ts';
import { settingsCommands } from './settings-commands.ts';

/** Its icon, its place in the rail and its keys are in places.ts. */
export type ViewEntry = {
  readonly name: ViewName;
  readonly load: () => Promise<ComponentType>;
  /** What can be started while another view is shown: links into this one. */
  readonly commands?: (t: Translate) => readonly Command[];
};

const homeView: ViewEntry = {
  name: 'home',
  load: async () => (await import('../views/home/index.tsx')).HomeView,
};

export const views: readonly ViewEntry[] = [
  homeView,
  {
    name: 'cluster',
    load: async () => (await import('../views/cluster/index.tsx')).ClusterView,
  },
  {
    name: 'topics',
    load: async () => (await import('../views/topics/index.tsx')).TopicsView,
  },
  {
    name: 'messages',
    load: async () => (await import('../views/messages/index.tsx')).MessagesView,
  },
  {
    name: 'producers',
    load: async () => (await import('../views/producers/index.tsx')).ProducersView,
  },
  {
    name: 'groups',
    load: async () => (await import('../views/groups/index.tsx')).GroupsView,
  },
  {
    name: 'follow',
    load: async () => (await import('../views/follow/index.tsx')).FollowView,
  },
  {
    name: 'doctor',
    load: async () => (await import('../views/doctor/index.tsx')).DoctorView,
  },
  {
    name: 'throughput',
    load: async () => (await import('../views/throughput/index.tsx')).ThroughputView,
  },
  {
    name: 'brokers',
    load: async () => (await import('../views/brokers/index.tsx')).BrokersView,
  },
  {
    name: 'scenarios',
    load: async () => (await import('../views/scenarios/index.tsx')).ScenariosView,
  },
  {
    name: 'questions',
    load: async () => (await import('../views/questions/index.tsx')).QuestionsView,
  },
  {
    name: 'terminal',
    load: async () => (await import('../views/terminal/index.tsx')).TerminalView,
  },
  {
    name: 'settings',
    load: async () => (await import('../views/settings/index.tsx')).SettingsView,
    commands: settingsCommands,
  },
];

export function viewNamed(name: ViewName): ViewEntry {
  return views.find((view) => view.name === name) ?? homeView;
}
