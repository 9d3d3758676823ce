/** The listeners of one node and the connections that came in through them. */
import type { ListenerRole } from '../apis/handler.ts';
import type { BrokerConfig } from '../config.ts';
import type { ConnectionView } from '../control.ts';
import type { Connection, Env, Listener, Timer } from '../env/env.ts';
import { connectionOverrides } from '../metadata/broker-config-steps.ts';
import { FrameBuffers } from '../protocol/frames.ts';
import { ProtocolError } from '../protocol/reader.ts';
import { Complaints } from './complaints.ts';
import { ConnectionGate } from './connection-gate.ts';
import { ConnectionUsage } from './connection-usage.ts';
import type { Caller, Dispatcher } from './dispatcher.ts';
import { type ConnectionLimits, RequestConnection } from './request-connection.ts';

export type ServerOptions = {
  readonly limits: ConnectionLimits;
  /** As it is now. */
  readonly config: () => BrokerConfig;
  readonly onClientConnected?: () => void;
  /** Told the id of each connection that ended. */
  readonly onConnectionClosed: (connectionId: string) => void;
};

/** Principal of everyone on a plaintext listener. */
const anonymous = 'User:ANONYMOUS';
const frameBuffersKept = 8;
const shortestSweepMs = 1000;

type Open = {
  readonly role: ListenerRole;
  readonly requests: RequestConnection;
  readonly caller: Caller & { readonly usage: ConnectionUsage; readonly clientPort: number };
  /** When the last request came. */
  activeMs: number;
};

export class Server {
  private readonly env: Env;
  private readonly dispatcher: Dispatcher;
  private readonly options: ServerOptions;
  private readonly listeners: Listener[] = [];
  private readonly buffers = new FrameBuffers(frameBuffersKept);
  private readonly connections = new Map<string, Open>();
  private readonly gate: ConnectionGate;
  private readonly complaints: Complaints;
  private nextConnectionNumber = 0;
  private idleTimer: Timer | undefined;

  constructor(env: Env, dispatcher: Dispatcher, options: ServerOptions) {
    this.env = env;
    this.dispatcher = dispatcher;
    this.options = options;
    this.complaints = new Complaints(env.clock, (line) => env.logger.warn('server', line));
    this.gate = new ConnectionGate(env.clock, {
      config: options.config,
      overridesOf: connectionOverrides,
      admit: (connection) => this.serve('broker', connection),
      onRefused: (host, limit) =>
        env.logger.info(
          'server',
          `refused a connection from ${host}, which has the most that are allowed (${limit})`,
        ),
    });
  }

  /** Clients connected to the broker listener. */
  get clientCount(): number {
    let count = 0;
    for (const { role } of this.connections.values()) if (role === 'broker') count++;
    return count;
  }

  /**
   * Returns the port; rejects with NetError when it is taken. Connections to the broker listener
   * wait, unread, until `openToClients`; the controller listener answers at once.
   */
  async listen(
    role: ListenerRole,
    address: { readonly host: string; readonly port: number },
  ): Promise<number> {
    const listener = await this.env.net.listen(address, (connection) =>
      this.accept(role, connection),
    );
    this.listeners.push(listener);
    return listener.port;
  }

  /** Answers clients from now on, those that wait first. */
  openToClients(): void {
    this.gate.open();
  }

  /** The broker's config changed: there may be room for those that wait. */
  limitsChanged(): void {
    this.gate.admitNext();
  }

  async close(): Promise<void> {
    this.gate.close();
    this.idleTimer?.cancel();
    await Promise.all(this.listeners.map((listener) => listener.close()));
    for (const { requests } of this.connections.values()) requests.close();
  }

  /** All that are open now. */
  views(names: {
    readonly api: (apiKey: number) => string;
    readonly software: (connectionId: string) => string;
  }): ConnectionView[] {
    const wallMs = this.env.clock.nowMs() - this.env.clock.monotonicMs();
    return [...this.connections].map(([id, { role, caller, activeMs }]) => {
      const { usage, clientHost, clientPort, principal } = caller;
      const requests = usage.requests(names.api);
      const isUsed = Object.keys(requests).length > 0;
      return {
        id,
        listener: role,
        clientId: usage.clientId,
        software: names.software(id),
        host: clientHost,
        port: clientPort,
        principal,
        sinceMs: usage.sinceMs,
        lastRequestMs: isUsed ? Math.round(wallMs + activeMs) : null,
        bytesIn: usage.bytesIn,
        requests,
      };
    });
  }

  private accept(listener: ListenerRole, connection: Connection): void {
    if (listener === 'controller') this.serve(listener, connection);
    else this.gate.arrive(connection);
  }

  /** `connections.max.idle.ms`: looks again when the one that was quiet longest may have to go. */
  private watchIdle(): void {
    const { connectionsMaxIdleMs: idleMs } = this.options.config();
    if (idleMs < 0 || this.idleTimer || this.connections.size === 0) return;
    let oldestMs = Number.POSITIVE_INFINITY;
    for (const { activeMs } of this.connections.values()) oldestMs = Math.min(oldestMs, activeMs);
    const delayMs = Math.max(oldestMs + idleMs - this.env.clock.monotonicMs(), shortestSweepMs);
    this.idleTimer = this.env.clock.setTimer(delayMs, () => {
      this.idleTimer = undefined;
      this.closeIdle(this.env.clock.monotonicMs() - idleMs);
      this.watchIdle();
    });
  }

  private closeIdle(sinceMs: number): void {
    for (const open of this.connections.values()) {
      if (open.requests.isBusy) open.activeMs = Math.max(open.activeMs, sinceMs + shortestSweepMs);
      else if (open.activeMs <= sinceMs) open.requests.close();
    }
  }

  private serve(listener: ListenerRole, connection: Connection): void {
    const connectionId = `${listener}-${connection.remoteHost}:${connection.remotePort}-${this.nextConnectionNumber++}`;
    const caller = {
      listener,
      clientHost: connection.remoteHost,
      clientPort: connection.remotePort,
      connectionId,
      principal: anonymous,
      usage: new ConnectionUsage(this.env.clock.nowMs()),
    };
    const requests = new RequestConnection(
      connection,
      this.options.limits,
      this.buffers,
      (frame, isBorrowed, receivedMs) => {
        open.activeMs = receivedMs;
        return this.dispatcher.dispatch(frame, caller, isBorrowed, receivedMs);
      },
      (error) => this.report(connectionId, error),
      () => this.env.clock.monotonicMs(),
    );
    const open: Open = {
      role: listener,
      requests,
      caller,
      activeMs: this.env.clock.monotonicMs(),
    };
    this.connections.set(connectionId, open);
    if (listener === 'broker') this.options.onClientConnected?.();
    this.watchIdle();
    connection.onClose(() => {
      this.connections.delete(connectionId);
      this.options.onConnectionClosed(connectionId);
    });
  }

  private report(connectionId: string, error: unknown): void {
    if (error instanceof ProtocolError) {
      this.complaints.add(`closed ${connectionId}: ${error.message}`);
      return;
    }
    this.env.logger.error(
      'server',
      `closed ${connectionId}`,
      error instanceof Error ? (error.cause ?? error) : error,
    );
  }
}
