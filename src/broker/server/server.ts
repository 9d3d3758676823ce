/** The listeners of one node and the connections that came in through them. */
import type { ListenerRole } from '../apis/handler.ts';
import type { Connection, Env, Listener } from '../env/env.ts';
import { ProtocolError } from '../protocol/reader.ts';
import type { Caller, Dispatcher } from './dispatcher.ts';
import { type ConnectionLimits, RequestConnection } from './request-connection.ts';

export type ServerOptions = {
  readonly limits: ConnectionLimits;
  /** Told the id of each connection that ended. */
  readonly onConnectionClosed: (connectionId: string) => void;
};

/** Principal of everyone on a plaintext listener. */
const anonymous = 'User:ANONYMOUS';

export class Server {
  private readonly env: Env;
  private readonly dispatcher: Dispatcher;
  private readonly options: ServerOptions;
  private readonly listeners: Listener[] = [];
  private readonly connections = new Map<
    string,
    { role: ListenerRole; requests: RequestConnection }
  >();
  private nextConnectionNumber = 0;
  private isOpen = false;
  /** Clients that connected before this node was ready for them; not read yet. */
  private readonly early = new Set<Connection>();

  constructor(env: Env, dispatcher: Dispatcher, options: ServerOptions) {
    this.env = env;
    this.dispatcher = dispatcher;
    this.options = options;
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
    this.isOpen = true;
    for (const connection of this.early) this.serve('broker', connection);
    this.early.clear();
  }

  async close(): Promise<void> {
    for (const connection of this.early) connection.destroy();
    await Promise.all(this.listeners.map((listener) => listener.close()));
    for (const { requests } of this.connections.values()) requests.close();
  }

  private accept(listener: ListenerRole, connection: Connection): void {
    if (listener === 'controller' || this.isOpen) return this.serve(listener, connection);
    this.early.add(connection);
    connection.onClose(() => this.early.delete(connection));
  }

  private serve(listener: ListenerRole, connection: Connection): void {
    const connectionId = `${listener}-${connection.remoteHost}:${connection.remotePort}-${this.nextConnectionNumber++}`;
    const caller: Caller = {
      listener,
      clientHost: connection.remoteHost,
      connectionId,
      principal: anonymous,
    };
    const requests = new RequestConnection(
      connection,
      this.options.limits,
      (frame) => this.dispatcher.dispatch(frame, caller),
      (error) => this.report(connectionId, error),
    );
    this.connections.set(connectionId, { role: listener, requests });
    connection.onClose(() => {
      this.connections.delete(connectionId);
      this.options.onConnectionClosed(connectionId);
    });
  }

  private report(connectionId: string, error: unknown): void {
    if (error instanceof ProtocolError) {
      this.env.logger.warn('server', `closed ${connectionId}: ${error.message}`);
      return;
    }
    this.env.logger.error(
      'server',
      `closed ${connectionId}`,
      error instanceof Error ? (error.cause ?? error) : error,
    );
  }
}
