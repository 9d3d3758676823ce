/** One connected renderer: which cluster it looks at, and what it may call because of that. */
import type { EventHandlers } from '../contract/index.ts';
import type { LiveConnection } from '../live/live-hub.ts';
import type { Handlers } from '../transport/rpc.ts';
import { refuseChanges } from './read-only.ts';
import type { AppMethod, ClusterMethod } from './workspace.ts';
import { defaultId, type Workspaces } from './workspaces.ts';

/** What every connection may call, whatever it looks at. */
export type AppHandlers = Handlers<
  Exclude<AppMethod, 'live.open' | 'live.close' | 'clusters.select'>
>;

export class Attachment {
  readonly #workspaces: Workspaces;
  readonly #app: AppHandlers;
  readonly #detach: () => void;
  #events: EventHandlers | null = null;
  #live: LiveConnection | null = null;
  #handlers: Handlers | null = null;
  #selectedId = defaultId;
  #isClosed = false;

  constructor(workspaces: Workspaces, app: AppHandlers) {
    this.#workspaces = workspaces;
    this.#app = app;
    this.#detach = workspaces.attach(this);
  }

  get selectedId(): string {
    return this.#selectedId;
  }

  /** The functions of the selected cluster; read anew at each call. */
  get handlers(): Handlers {
    return this.#handlers ?? this.#look(this.#workspaces.default.workspace);
  }

  /** `events` is the other end of the connection. */
  start(events: EventHandlers): void {
    this.#events = events;
    this.#look(this.#workspaces.default.workspace);
  }

  /** Looks at a cluster from now on. Its streams of before are closed, and it is told so. */
  async select(id: string): Promise<void> {
    const { workspace } = await this.#workspaces.open(id);
    if (this.#isClosed) return;
    this.#selectedId = id;
    this.#look(workspace);
    this.#events?.['clusters.selected']({ id });
  }

  close(): void {
    this.#isClosed = true;
    this.#detach();
    this.#live?.closeAll();
    this.#live = null;
  }

  #look({ hub, handlers }: { readonly hub: Hub; readonly handlers: Handlers<ClusterMethod> }) {
    this.#live?.closeAll();
    this.#live = this.#events ? hub.connect(this.#events) : null;
    const isReadOnly = this.#workspaces.isReadOnly(this.#selectedId);
    const name = isReadOnly ? this.#workspaces.nameOf(this.#selectedId) : '';
    this.#handlers = {
      ...(isReadOnly ? refuseChanges(handlers, name) : handlers),
      ...this.#app,
      'clusters.select': async ({ id }) => {
        await this.select(id);
        return null;
      },
      // The stream's name decides the form of its answer, which no general type can follow.
      'live.open': (({ stream, params }) =>
        this.#live?.open(stream, params)) as Handlers['live.open'],
      'live.close': ({ id }) => {
        this.#live?.close(id);
        return null;
      },
    };
    return this.#handlers;
  }
}

type Hub = { readonly connect: (events: EventHandlers) => LiveConnection };
