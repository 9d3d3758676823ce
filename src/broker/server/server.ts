/** The listeners of one node and the connections that came in through them. */
import type { ListenerRole } from '../apis/handler.ts';
import type { BrokerConfig } from '../config.ts';
import type { ConnectionView, LanOptions, LanUser } from '../control.ts';
import { type Connection, type Env, type Listener, NetError, type Timer } from '../env/env.ts';
import { connectionOverrides } from '../metadata/broker-config-steps.ts';
import { FrameBuffers } from '../protocol/frames.ts';
import { listenerNames } from '../protocol/listeners.ts';
import { ProtocolError } from '../protocol/reader.ts';
import { Complaints } from './complaints.ts';
import { ConnectionGate } from './connection-gate.ts';
import { ConnectionUsage } from './connection-usage.ts';
import type { Caller, Dispatcher } from './dispatcher.ts';
import { LanLogin } from './login.ts';
import {
  type ConnectionLimits,
  type HandleFrame,
  RequestConnection,
} from './request-connection.ts';

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
const principalOf = (user: string): string => `User:${user}`;
const frameBuffersKept = 8;
const shortestSweepMs = 1000;

type Open = {
  readonly role: ListenerRole;
  readonly requests: RequestConnection;
  readonly caller: Caller & { readonly usage: ConnectionUsage; readonly clientPort: number };
  /** When the last request came. */
  activeMs: number;
};

/** Who comes through the LAN listener: known by name only after the login. */
type Guest = { -readonly [Key in keyof Open['caller']]: Open['caller'][Key] };

export class Server {
  private readonly env: Env;
  private readonly dispatcher: Dispatcher;
  private readonly options: ServerOptions;
  private readonly listeners: Listener[] = [];
  private readonly buffers = new FrameBuffers(frameBuffersKept);
  private readonly connections = new Map<string, Open>();
  private readonly gates: readonly ConnectionGate[];
  private readonly countByHost = new Map<string, number>();
  private lan: LanOptions | undefined;
  private readonly complaints: Complaints;
  private nextConnectionNumber = 0;
  private idleTimer: Timer | undefined;

  constructor(env: Env, dispatcher: Dispatcher, options: ServerOptions) {
    this.env = env;
    this.dispatcher = dispatcher;
    this.options = options;
    this.complaints = new Complaints(env.clock, (line) => env.logger.warn('server', line));
    this.gates = [
      this.gateOf('plaintext', (connection) => this.serve('broker', connection)),
      this.gateOf('lan', (connection) => {
        if (this.lan) this.serveLan(this.lan, connection);
      }),
    ];
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
    return this.open(address, (connection) => {
      if (role === 'controller') this.serve(role, connection);
      else this.gates[0].arrive(connection);
    });
  }

  /** The same for clients of other machines. */
  async listenToLan(lan: LanOptions): Promise<number> {
    this.lan = lan;
    try {
      return await this.open(lan, (connection) => this.gates[1].arrive(connection));
    } catch (error) {
      if (!(error instanceof NetError)) throw error;
      throw new NetError(error.code, `LAN access: ${error.message}`, error);
    }
  }

  /** Who may log in from now on. Whoever did so with what no longer holds is sent away. */
  setLanUsers(users: readonly LanUser[]): void {
    if (!this.lan) return;
    const known = new Set(this.lan.users.map((user) => JSON.stringify(user)));
    const kept = users.filter((user) => known.has(JSON.stringify(user)));
    const principals = new Set(kept.map(({ name }) => principalOf(name)));
    this.lan = { ...this.lan, users };
    for (const { caller, requests } of this.connections.values()) {
      if (caller.listenerName && !principals.has(caller.principal)) requests.close();
    }
  }

  /** Answers clients from now on, those that wait first. */
  openToClients(): void {
    for (const gate of this.gates) gate.open();
  }

  /** The broker's config changed: there may be room for those that wait. */
  limitsChanged(): void {
    for (const gate of this.gates) gate.admitNext();
  }

  async close(): Promise<void> {
    for (const gate of this.gates) gate.close();
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

  private async open(
    address: { readonly host: string; readonly port: number },
    accept: (connection: Connection) => void,
  ): Promise<number> {
    const listener = await this.env.net.listen(address, accept);
    this.listeners.push(listener);
    return listener.port;
  }

  private gateOf(listenerName: string, admit: (connection: Connection) => void): ConnectionGate {
    const { env, options, countByHost } = this;
    const gate: ConnectionGate = new ConnectionGate(env.clock, {
      config: options.config,
      listenerName,
      countByHost,
      admittedElsewhere: () =>
        this.gates.reduce((sum, it) => (it === gate ? sum : sum + it.admittedCount), 0),
      onLeft: () => {
        for (const other of this.gates) if (other !== gate) other.admitNext();
      },
      overridesOf: connectionOverrides,
      admit,
      onRefused: (host, limit) =>
        env.logger.info(
          'server',
          `refused a connection from ${host}, which has the most that are allowed (${limit})`,
        ),
    });
    return gate;
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
    const caller = this.callerOf(listener, connection);
    this.take(connection, caller, this.options.limits, (frame, isBorrowed, receivedMs) =>
      this.dispatcher.dispatch(frame, caller, isBorrowed, receivedMs),
    );
  }

  /** Nobody is served here who has not said who he is. */
  private serveLan(lan: LanOptions, connection: Connection): void {
    const { limits, config } = this.options;
    const caller = this.callerOf('broker', connection);
    const guest: Guest = { ...caller, listenerName: listenerNames.lan };
    const login = new LanLogin(this.env, {
      lan: () => this.lan ?? lan,
      delayMs: () => config().connectionFailedAuthenticationDelayMs,
      dispatch: (frame, isBorrowed, receivedMs) =>
        this.dispatcher.dispatch(frame, guest, isBorrowed, receivedMs),
      onDone: (user) => {
        guest.principal = principalOf(user);
        guest.login = undefined;
        requests.allow(limits.maxRequestBytes);
      },
      onRefused: (why) => this.complaints.add(`refused ${caller.connectionId}: ${why}`),
      finish: () => requests.finish(),
    });
    guest.login = login;
    const maxRequestBytes = Math.min(limits.maxRequestBytes, config().saslServerMaxReceiveSize);
    const requests = this.take(connection, guest, { ...limits, maxRequestBytes }, login.handle);
  }

  private callerOf(listener: ListenerRole, { remoteHost, remotePort }: Connection): Open['caller'] {
    return {
      listener,
      clientHost: remoteHost,
      clientPort: remotePort,
      connectionId: `${listener}-${remoteHost}:${remotePort}-${this.nextConnectionNumber++}`,
      principal: anonymous,
      usage: new ConnectionUsage(this.env.clock.nowMs()),
    };
  }

  private take(
    connection: Connection,
    caller: Open['caller'],
    limits: ConnectionLimits,
    handle: HandleFrame,
  ): RequestConnection {
    const { connectionId, listener } = caller;
    const requests = new RequestConnection(
      connection,
      limits,
      this.buffers,
      (frame, isBorrowed, receivedMs) => {
        open.activeMs = receivedMs;
        return handle(frame, isBorrowed, receivedMs);
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
    return requests;
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
