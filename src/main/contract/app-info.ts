/** The app itself: what it is, and what the user chose. */

export type AppInfo = {
  readonly version: string;
  readonly shell: 'electron' | 'browser';
  readonly platform: string;
  readonly bootstrap: string;
  readonly dataDir: string;
  /** Set when 9092 was taken and the next free block was used. */
  readonly portInstead: { readonly wanted: number; readonly got: number } | null;
  readonly startedAtMs: number;
};

export type Language = 'en' | 'ko';
export type Theme = 'light' | 'dark' | 'system';

/** Stream `settings`. */
export type Settings = {
  /** `system`: the browser's or the operating system's. */
  readonly language: Language | 'system';
  readonly theme: Theme;
  readonly lastView: string;
  readonly isFirstMessageDone: boolean;
  readonly restartPolicy: 'always' | 'never';
  /** How long the history of throughput is kept, and how large it may become. */
  readonly historyDays: number;
  readonly historyMaxBytes: number;
  /** The desktop app tells of dead brokers and damaged records while nobody looks. */
  readonly isNotifying: boolean;
  /** Cluster id -> topics that stand first in its list. */
  readonly pinnedTopics: { readonly [clusterId: string]: readonly string[] };
};

/** What a new data folder starts with. */
export const settingsDefault: Settings = {
  language: 'system',
  theme: 'system',
  lastView: 'cluster',
  isFirstMessageDone: false,
  restartPolicy: 'always',
  historyDays: 7,
  historyMaxBytes: 256 * 1024 * 1024,
  isNotifying: false,
  pinnedTopics: {},
};

export type SettingsPatch = { readonly [Key in keyof Settings]?: Settings[Key] | undefined };

export type AppApi = {
  readonly 'app.info': () => AppInfo;
  readonly 'settings.get': () => Settings;
  readonly 'settings.set': (params: SettingsPatch) => Settings;
};
