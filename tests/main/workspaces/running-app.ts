/** The whole application around real brokers, and renderers connected to it. */
import { onTestFinished } from 'vitest';
import { type App, createApp } from '../../../src/main/app.ts';
import { EventLog, recordSupervisor } from '../../../src/main/cluster/event-log.ts';
import { LocalCluster } from '../../../src/main/cluster/local-cluster.ts';
import { findFreeBlock } from '../../../src/main/cluster/ports.ts';
import type { Api, ClustersState, Params, Result } from '../../../src/main/contract/index.ts';
import { temporaryDir } from '../temporary-dir.ts';
import { connectClient, type Told } from '../transport/connect-client.ts';

export type Renderer = {
  readonly call: <Name extends keyof Api>(
    method: Name,
    params?: Params<Name>,
  ) => Promise<Result<Name>>;
  readonly told: Told;
  readonly disconnect: () => void;
};

export type RunningApp = {
  readonly app: App;
  readonly home: string;
  readonly cluster: LocalCluster;
  readonly connect: () => Renderer;
  readonly clusters: () => ClustersState;
};

/** One broker in an own folder, ready for clients. */
export async function startApp(home: string = temporaryDir()): Promise<RunningApp> {
  const port = await findFreeBlock('127.0.0.1', 23_000 + Math.floor(Math.random() * 8000), 1);
  const cluster = await LocalCluster.open({
    dir: home,
    brokerCount: 1,
    port,
    restartPolicy: 'never',
  });
  const events = new EventLog();
  recordSupervisor(events, cluster.supervisor);
  cluster.launch();
  await cluster.whenReady();
  const app = createApp({ shell: 'browser', dataDir: home, events, cluster });
  onTestFinished(async () => {
    await app.close();
    await cluster.close();
  });
  const clusters = (): ClustersState => {
    let now: ClustersState | undefined;
    app.clusters.watch((state) => {
      now = state;
    })();
    return now as ClustersState;
  };
  return { app, home, cluster, connect: () => connectTo(app), clusters };
}

export function connectTo(app: App): Renderer {
  let toServer: (text: string) => void = () => {};
  let toClient: (text: string) => void = () => {};
  const disconnect = app.connect({
    send: (text) => queueMicrotask(() => toClient(text)),
    onMessage: (listener) => {
      toServer = listener;
    },
    refuse: (reason) => {
      throw new Error(reason);
    },
  });
  const client = connectClient(
    (text) => queueMicrotask(() => toServer(text)),
    (listener) => {
      toClient = listener;
    },
  );
  return { call: client.call as Renderer['call'], told: client.told, disconnect };
}
